using System.Text;

namespace DigiOne.Outreach.Mail.Reading;

/// <summary>A report about deliveries in fields (RFC 3464, RFC 6533): its groups, one for each recipient.</summary>
internal static class DeliveryReport
{
    private const int MostGroups = 500;

    private static readonly string[] Types = ["message/delivery-status", "message/global-delivery-status", "message/global-dsn", "message/dsn"];

    /// <summary>The groups that a mail's report has; none where there is no report.</summary>
    internal static List<ReportGroup> Of(OpenedMail mail)
    {
        var groups = mail.Of(Types).SelectMany(part => Groups(PartText.Of(part))).Take(MostGroups).ToList();
        // Gateways turn reports into text, and break them into parts of other types.
        if (groups.Count == 0)
            groups = mail.Leaves
                .Where(part => part.MediaType is "text/plain" or "application/octet-stream" or "message/delivery-report" or "text/delivery-status")
                .Select(PartText.Of).Where(IsReport).SelectMany(Groups).Take(MostGroups).ToList();
        return groups;
    }

    private static bool IsReport(string text) =>
        text.Contains("\nAction:", StringComparison.OrdinalIgnoreCase)
        && (text.Contains("Final-Recipient:", StringComparison.OrdinalIgnoreCase) || text.Contains("Original-Recipient:", StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<ReportGroup> Groups(string text)
    {
        var group = new ReportGroup();
        foreach (var (name, value) in Fields(text))
        {
            // A blank line parts the groups; so does a second recipient where it was lost.
            if (name.Length == 0 || (group.Has(name) && name is "final-recipient" or "original-recipient" && group.IsOfRecipient))
            {
                if (group.IsOfRecipient)
                    yield return group;
                if (name.Length == 0 ? group.IsOfRecipient || group.IsOfMessage : true)
                    group = new ReportGroup();
            }

            if (name.Length > 0)
                group.Add(name, value);
        }

        if (group.IsOfRecipient)
            yield return group;
    }

    // Fields unfolded, with an empty name for each blank line.
    private static IEnumerable<(string Name, string Value)> Fields(string text)
    {
        var name = "";
        var value = new StringBuilder();
        foreach (var line in text.Split('\n'))
        {
            if (line.Length > 0 && line[0] is ' ' or '\t' && name.Length > 0 && !string.IsNullOrWhiteSpace(line))
            {
                value.Append(' ').Append(line.Trim());
                continue;
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var isField = colon is > 0 and < 60 && line.AsSpan(0, colon).Trim().IndexOf(' ') < 0;
            // Long answers lose their indent on the way.
            if (!isField && name.Length > 0 && !string.IsNullOrWhiteSpace(line))
            {
                value.Append(' ').Append(line.Trim());
                continue;
            }

            if (isField && name == "diagnostic-code" && !ReportGroup.Knows(line.AsSpan(0, colon).Trim().ToString()))
            {
                value.Append(' ').Append(line.Trim());
                continue;
            }

            if (name.Length > 0)
                yield return (name, value.ToString());
            name = isField ? line[..colon].Trim().ToLowerInvariant() : "";
            value.Clear().Append(isField ? line[(colon + 1)..].Trim() : "");
            if (!isField)
                yield return ("", "");
        }

        if (name.Length > 0)
            yield return (name, value.ToString());
    }
}
