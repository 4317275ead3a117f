using DigiOne.Outreach.Editing;
using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Audience;

/// <summary>Identifies a <see cref="ContactList"/>.</summary>
public readonly record struct ListId(Guid Value) : IGuidId<ListId>
{
    /// <inheritdoc />
    public static ListId From(Guid value) => new(value);

    /// <summary>A new id.</summary>
    public static ListId New() => new(Guid.CreateVersion7());
}

/// <summary>What one subscribes to.</summary>
public sealed class ContactList : IEdited<ListId>
{
    /// <summary>Identity.</summary>
    public ListId Id { get; init; } = ListId.New();

    /// <summary>The short name that the command line, the API and List-Id use: lower-case letters, digits and hyphens.</summary>
    public required string Key { get; set; }

    /// <summary>The name that people read, per language.</summary>
    public required IReadOnlyDictionary<string, string> Names { get; set; }

    /// <summary>What one gets who subscribes, per language; languages without one are absent.</summary>
    public IReadOnlyDictionary<string, string> Descriptions { get; set; } = new Dictionary<string, string>();

    /// <summary>Why we may write to those on it.</summary>
    public required LegalBasis LegalBasis { get; set; }

    /// <summary>Whether anybody may find it on the public pages and subscribe.</summary>
    public bool IsPublic { get; set; }

    /// <summary>Whether who subscribes by a form confirms it by a mail first.</summary>
    public bool NeedsConfirmation { get; set; } = true;

    /// <summary>Whether who gets onto it by a form or a confirmation is welcomed by a mail.</summary>
    public bool Welcomes { get; set; }

    /// <inheritdoc />
    public int Revision { get; set; }

    /// <inheritdoc />
    public bool IsSettled => false;

    /// <summary>When the row was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The name in a language, else in any.</summary>
    public string NameIn(string language) => Names.TryGetValue(language, out var name) ? name : Names.Values.FirstOrDefault() ?? Key;

    /// <summary>The description in a language, else in any; empty where there is none.</summary>
    public string DescriptionIn(string language) =>
        Descriptions.TryGetValue(language, out var description) ? description : Descriptions.Values.FirstOrDefault() ?? "";
}

/// <summary>The ground on which a list's people may be written to (GDPR article 6).</summary>
public enum LegalBasis
{
    /// <summary>The person asked for it.</summary>
    Consent,

    /// <summary>It belongs to a municipality's duties.</summary>
    PublicTask,

    /// <summary>It belongs to an agreement with the person.</summary>
    Contract,
}
