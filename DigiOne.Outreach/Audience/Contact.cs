using System.Text.Json;
using DigiOne.Outreach.Editing;
using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Audience;

/// <summary>Identifies a <see cref="Contact"/>.</summary>
public readonly record struct ContactId(long Value) : ILongId<ContactId>, IComparable<ContactId>
{
    /// <inheritdoc />
    public static ContactId From(long value) => new(value);

    /// <summary>Ids are in the order of making: ranges of them divide the work.</summary>
    public static bool operator <(ContactId left, ContactId right) => left.Value < right.Value;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator >(ContactId left, ContactId right) => left.Value > right.Value;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator <=(ContactId left, ContactId right) => left.Value <= right.Value;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator >=(ContactId left, ContactId right) => left.Value >= right.Value;

    /// <inheritdoc />
    public int CompareTo(ContactId other) => Value.CompareTo(other.Value);

    /// <inheritdoc />
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>A person with an address and a language.</summary>
public sealed class Contact : IEdited<ContactId>
{
    /// <summary>Identity.</summary>
    public ContactId Id { get; private set; }

    /// <summary>The address as it was typed, which is how it is mailed. At most 254 characters (RFC 5321 4.5.3.1).</summary>
    public required string Address { get; set; }

    /// <summary>The address's normal form (<see cref="AddressNormalForm"/>): identity, uniqueness and suppression compare this.</summary>
    public required string NormalAddress { get; set; }

    /// <summary>Name as the person writes it; empty where unknown.</summary>
    public string Name { get; set; } = "";

    /// <summary>BCP 47 language that the person reads.</summary>
    public required string Language { get; set; }

    /// <summary>Finnish municipality code, three digits; null where unknown.</summary>
    public string? Municipality { get; set; }

    /// <summary>Organisation; empty where unknown.</summary>
    public string Organisation { get; set; } = "";

    /// <summary>Role in the organisation; empty where unknown.</summary>
    public string Role { get; set; } = "";

    /// <summary>What else is known, by key, as the configuration declares it (<see cref="ContactAttributes"/>).</summary>
    public IReadOnlyDictionary<string, JsonElement> Attributes { get; set; } = new Dictionary<string, JsonElement>();

    /// <summary>Until when bulk mail skips the person; null or past: not at all.</summary>
    public DateTimeOffset? PausedUntil { get; set; }

    /// <inheritdoc />
    public int Revision { get; set; }

    /// <inheritdoc />
    public bool IsSettled => false;

    /// <summary>When the row was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
