namespace DigiOne.Outreach.Mail.Reading;

/// <summary>What a delivery report says of one recipient, or at its head of the message.</summary>
internal sealed class ReportGroup
{
    private static readonly string[] Known =
    [
        "original-recipient", "final-recipient", "action", "status", "remote-mta", "diagnostic-code", "last-attempt-date", "final-log-id", "will-retry-until",
        "reporting-mta", "arrival-date", "dsn-gateway", "received-from-mta", "original-envelope-id", "x-actual-recipient",
    ];

    private readonly Dictionary<string, string> _fields = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether it is about a recipient.</summary>
    internal bool IsOfRecipient => Has("final-recipient") || Has("original-recipient") || Has("x-actual-recipient") || (Has("action") && Has("status"));

    /// <summary>Whether it is about the message.</summary>
    internal bool IsOfMessage => Has("reporting-mta") || Has("arrival-date") || Has("original-envelope-id");

    internal string? FinalRecipient => this["final-recipient"];

    internal string? OriginalRecipient => this["original-recipient"];

    internal string? ActualRecipient => this["x-actual-recipient"];

    /// <summary>What became of it: failed, delayed, delivered, relayed, expanded; null where it is not told.</summary>
    internal string? Action => this["action"]?.Split([' ', ';', '(', ','], 2)[0].ToLowerInvariant();

    /// <summary>The enhanced code.</summary>
    internal string? Status => StatusCode.Find(this["status"]) ?? StatusCode.Find(" " + this["status"]);

    /// <summary>What the refusing system said, without the name of its protocol; with what the reporting one adds.</summary>
    internal string Diagnostic
    {
        get
        {
            var said = Bare(this["diagnostic-code"] ?? this["x-diagnostic-code"] ?? "");
            var comment = this["status"] is { } status && status.IndexOf('(', StringComparison.Ordinal) is >= 0 and var open ? status[open..] : "";
            var more = this["x-notes"] ?? this["x-supplementary-info"] ?? this["x-display-name-reason"] ?? "";
            return string.Join(' ', new[] { said, comment, more }.Where(text => text.Length > 0));
        }
    }

    /// <summary>Whether mail was put off or refused, and not delivered.</summary>
    internal bool IsFailure => Action switch
    {
        "failed" or "failure" or "delayed" => true,
        "delivered" or "relayed" or "expanded" or "success" => false,
        _ => Status is null || Status[0] is '4' or '5',
    };

    /// <summary>Whether it is still being tried.</summary>
    internal bool IsDelay => Action == "delayed" || (Action is null && Has("will-retry-until"));

    private string? this[string name] => _fields.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    /// <summary>Whether a report has such a field.</summary>
    internal static bool Knows(string name) => Known.Contains(name.ToLowerInvariant()) || name.StartsWith("X-", StringComparison.OrdinalIgnoreCase);

    internal bool Has(string name) => _fields.ContainsKey(name);

    /// <summary>Adds a field; the first of a name counts.</summary>
    internal void Add(string name, string value) => _fields.TryAdd(name, value);

    private static string Bare(string diagnostic)
    {
        var semicolon = diagnostic.IndexOf(';', StringComparison.Ordinal);
        return semicolon is > 0 and < 20 && !diagnostic.AsSpan(0, semicolon).Trim().Contains(' ') ? diagnostic[(semicolon + 1)..].Trim() : diagnostic.Trim();
    }
}
