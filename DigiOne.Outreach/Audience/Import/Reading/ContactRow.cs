using System.Text.Json;

namespace DigiOne.Outreach.Audience.Import;

/// <summary>What a row says about a person; null where it says nothing.</summary>
internal sealed record ContactRow(
    int Line, string Address, string NormalAddress, string? Name, string? Language, string? Municipality, string? Organisation, string? Role,
    IReadOnlyDictionary<string, JsonElement> Attributes, Standing Standing = default);

/// <summary>What a file of another system says of a person's consent, and since when; null where it says no time.</summary>
internal readonly record struct Standing(StandingKind Kind, DateTimeOffset? Since = null);

/// <summary>What another system says of a person's consent. Only added to at the end: stored by its place.</summary>
internal enum StandingKind
{
    /// <summary>The person is subscribed, or the file says nothing.</summary>
    Subscribed,

    /// <summary>The person has left.</summary>
    Left,

    /// <summary>The mailbox does not exist.</summary>
    Bounced,

    /// <summary>The address is blocked for all mail.</summary>
    Blocked,

    /// <summary>The person never subscribed, or has not confirmed it.</summary>
    NotSubscribed,
}

/// <summary>A row as it was read: one of the two.</summary>
internal readonly record struct ReadRow(ContactRow? Contact, RefusedRow? Refused);
