namespace DigiOne.Outreach.Mail.Reading;

/// <summary>Message-IDs in header fields.</summary>
internal static class MessageIds
{
    private const int Most = 50;

    /// <summary>All ids in brackets, without them.</summary>
    internal static IEnumerable<string> In(string? value)
    {
        var rest = value ?? "";
        for (var i = 0; i < Most; i++)
        {
            var open = rest.IndexOf('<', StringComparison.Ordinal);
            var close = open < 0 ? -1 : rest.IndexOf('>', open);
            if (close < 0)
                yield break;
            yield return rest[(open + 1)..close].Trim();
            rest = rest[(close + 1)..];
        }
    }

    /// <summary>The first of them.</summary>
    internal static string? First(string? value) => In(value).FirstOrDefault();
}
