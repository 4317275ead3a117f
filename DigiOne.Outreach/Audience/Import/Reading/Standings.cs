using System.Globalization;

namespace DigiOne.Outreach.Audience.Import;

/// <summary>Which columns of another system's export tell of consent, and what their words mean.</summary>
internal static class Standings
{
    private static readonly Dictionary<string, StandingKind> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        // listmonk; our own export; Mailchimp where one file has all.
        ["enabled"] = StandingKind.Subscribed,
        ["subscribed"] = StandingKind.Subscribed,
        ["confirmed"] = StandingKind.Subscribed,
        ["active"] = StandingKind.Subscribed,
        ["disabled"] = StandingKind.Left,
        ["unsubscribed"] = StandingKind.Left,
        ["archived"] = StandingKind.Left,
        ["blocklisted"] = StandingKind.Blocked,
        ["blacklisted"] = StandingKind.Blocked,
        ["suppressed"] = StandingKind.Blocked,
        ["complained"] = StandingKind.Blocked,
        ["cleaned"] = StandingKind.Bounced,
        ["bounced"] = StandingKind.Bounced,
        ["unconfirmed"] = StandingKind.NotSubscribed,
        ["pending"] = StandingKind.NotSubscribed,
        ["nonsubscribed"] = StandingKind.NotSubscribed,
        ["transactional"] = StandingKind.NotSubscribed,
    };

    // As the systems write them, all of them in UTC.
    private static readonly string[] Times = ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd HH:mm", "yyyy-MM-dd", "MM/dd/yyyy h:mm tt"];

    /// <summary>What Mailchimp calls the files of an audience's parts: which people are in one stands in its name alone.</summary>
    internal static StandingKind OfMailchimpFile(string? name) => name switch
    {
        not null when name.StartsWith("unsubscribed", StringComparison.OrdinalIgnoreCase) => StandingKind.Left,
        not null when name.StartsWith("cleaned", StringComparison.OrdinalIgnoreCase) => StandingKind.Bounced,
        not null when name.StartsWith("nonsubscribed", StringComparison.OrdinalIgnoreCase) => StandingKind.NotSubscribed,
        _ => StandingKind.Subscribed,
    };

    /// <summary>What a word for a standing means; null for one that nobody knows.</summary>
    internal static StandingKind? Find(string word) => Words.TryGetValue(word, out var kind) ? kind : null;

    /// <summary>A time as the systems write it; null where it is none.</summary>
    internal static DateTimeOffset? Time(string text) => DateTimeOffset.TryParseExact(
        text, Times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces, out var time) ? time.ToUniversalTime() : null;
}
