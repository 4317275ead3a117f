namespace DigiOne.Outreach.Mail.Reading;

/// <summary>
/// Finds in a notice written for people whom it is about. Every address gets points for where it stands: at the
/// beginning of a line, after a word that leads to a recipient, before an error, in the To of the message that came
/// back; none where the line is about whom to ask. The best are taken.
/// </summary>
internal static class NoticeRecipients
{
    private const int LongestLead = 80;
    private const int LongestTail = 200;
    private const int AtLineStart = 3;
    private const int AfterLead = 2;
    private const int BeforeError = 1;
    private const int WasAddressed = 3;
    private const int Enough = 2;

    private static readonly string[] Leads =
    [
        "to", "for", "user", "recipient", "recipients", "address", "addressee", "mailbox", "account", "rcpt to", "destination", "an", "à", "till", "para", "für", "pour", "per",
        "vastaanottaja", "vastaanottajalle", "osoitteeseen", "mottagare", "empfänger", "destinataire", "destinatario", "destinatário", "收件人", "宛先", "получатель", "email", "e-mail", "mail",
    ];

    /// <summary>The addresses, each once, in the order in which they stand.</summary>
    /// <param name="notice">The notice.</param>
    /// <param name="addressed">Whom the message that came back was written to.</param>
    /// <param name="others">Who is not meant: who wrote it, and whom the bounce itself came from.</param>
    internal static List<string> Find(string notice, IReadOnlyList<string> addressed, IReadOnlySet<string> others)
    {
        var points = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var found in AddressScan.Find(notice))
        {
            var isAddressed = addressed.Contains(found.Address, StringComparer.OrdinalIgnoreCase);
            if (OpenedMail.IsDaemon(found.Address) || (others.Contains(found.Address) && !isAddressed))
                continue;
            var here = PointsOf(notice, found, isAddressed);
            points[found.Address] = Math.Max(points.GetValueOrDefault(found.Address), here);
        }

        var most = points.Count == 0 ? 0 : points.Values.Max();
        return most < Enough ? [] : [.. points.Where(address => address.Value >= Math.Max(Enough, most - 1)).Select(address => address.Key)];
    }

    private static int PointsOf(string notice, FoundAddress found, bool isAddressed)
    {
        var lineStart = notice.LastIndexOf('\n', Math.Max(0, found.Start - 1), Math.Max(0, found.Start)) + 1;
        var lead = notice[Math.Max(lineStart, found.Start - LongestLead)..found.Start];
        var bare = lead.Trim(' ', '\t', '<', '>', '*', '-', '"', '\'', '(', '[', '•', '·', '|', '.', '=', ':');
        if (bare.Length > 0 && MailSigns.NotRecipients.AnyIn(PlainWords.Of(lead)))
            return 0;

        var lineEnd = notice.IndexOf('\n', found.End);
        var tail = notice[found.End..Math.Min(lineEnd < 0 ? notice.Length : lineEnd, found.End + LongestTail)];
        var points = bare.Length == 0 || bare.All(char.IsAsciiDigit) ? AtLineStart : EndsInLead(bare) ? AfterLead : 1;
        if (tail.TrimStart('>', '"', ')', ']', ' ') is [':', ..] or ['.', '.', '.', ..] || BounceRules.ByText(PlainWords.Of("a@b " + tail)) is not null)
            points += BeforeError;
        return isAddressed ? points + WasAddressed : points;
    }

    private static bool EndsInLead(string bare)
    {
        var words = bare.ToLowerInvariant().TrimEnd(':', ' ');
        return Array.Exists(Leads, lead => words.EndsWith(lead, StringComparison.Ordinal)
            && (words.Length == lead.Length || !char.IsLetter(words[words.Length - lead.Length - 1])))
            || BounceRules.ByText(PlainWords.Of(bare)) is not null;
    }
}
