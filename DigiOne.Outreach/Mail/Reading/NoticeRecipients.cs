namespace DigiOne.Outreach.Mail.Reading;

/// <summary>
/// Finds in a notice written for people whom it is about. Every address gets points for where it stands: at the
/// beginning of a line, after a word that leads to a recipient, before an error, in the To of the message that came
/// back; none where the line is about whom to ask. The best are taken.
/// </summary>
internal static class NoticeRecipients
{
    private const int Most = 100;
    private const int LongestLead = 80;
    private const int LongestTail = 200;
    private const int AtLineStart = 3;
    private const int AfterLead = 2;
    private const int BeforeError = 1;
    private const int WasAddressed = 3;
    private const int Enough = 2;
    private const int Echo = -1;
    private const int PassedOn = -1000;

    private static readonly string[] Leads =
    [
        "to", "for", "smtp", "userid", "username", "user", "recipient", "recipients", "address", "addressee", "mailbox", "account", "rcpt to", "destination", "an", "à", "till", "para", "für", "pour", "per",
        "vastaanottaja", "vastaanottajalle", "osoitteeseen", "mottagare", "empfänger", "destinataire", "destinatario", "destinatário", "收件人", "宛先", "получатель", "email", "e-mail", "mail",
    ];

    /// <summary>The addresses, each once, in the order in which they stand.</summary>
    /// <param name="notice">The notice.</param>
    /// <param name="addressed">Whom the message that came back was written to.</param>
    /// <param name="others">Who is not meant: who wrote it, and whom the bounce itself came from.</param>
    internal static List<string> Find(string notice, IReadOnlyList<string> addressed, IReadOnlySet<string> others)
    {
        var points = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var echoed = new List<string>(addressed);
        foreach (var found in AddressScan.Find(notice))
        {
            var isAddressed = echoed.Contains(found.Address, StringComparer.OrdinalIgnoreCase);
            if (OpenedMail.IsDaemon(found.Address) || (others.Contains(found.Address) && !addressed.Contains(found.Address, StringComparer.OrdinalIgnoreCase)))
                continue;
            var here = PointsOf(notice, found, isAddressed);
            if (here == Echo)
                echoed.Add(found.Address);
            else
                points[found.Address] = here == PassedOn ? PassedOn : Math.Max(points.GetValueOrDefault(found.Address), here);
        }

        // The address behind one that is kept secret is the one that we wrote to.
        if (points.Count > 0 && points.Values.All(value => value == PassedOn))
            return [.. points.Keys.Take(Most)];
        var most = points.Count == 0 ? 0 : points.Values.Max();
        return most < Enough && points.Count(address => address.Value > 0) != 1
            ? []
            : [.. points.Where(address => address.Value > 0 && address.Value >= most - 1 && (most < Enough || address.Value >= Enough)).Select(address => address.Key).Take(Most)];
    }

    private static int PointsOf(string notice, FoundAddress found, bool isAddressed)
    {
        var lineStart = notice.LastIndexOf('\n', Math.Max(0, found.Start - 1), Math.Max(0, found.Start)) + 1;
        var lead = notice[Math.Max(lineStart, found.Start - LongestLead)..found.Start];
        if (MailSigns.PassedOn.AnyIn(PlainWords.Of(lead)))
            return PassedOn;
        if (IsEcho(notice, lead, found.End))
            return Echo;
        var bare = lead.Trim(' ', '\t', '<', '>', '*', '-', '"', '\'', '(', '[', '•', '·', '|', '.', '=', ':');
        if (bare.Length > 0 && MailSigns.NotRecipients.AnyIn(PlainWords.Of(lead)))
            return 0;

        var lineEnd = notice.IndexOf('\n', found.End);
        var tail = notice[found.End..Math.Min(lineEnd < 0 ? notice.Length : lineEnd, found.End + LongestTail)];
        var points = bare.Length == 0 || bare.All(char.IsAsciiDigit) ? AtLineStart : lead.TrimEnd(' ', '<', '[', '"', '\'') is [.., ':' or '='] || EndsInLead(bare) ? AfterLead : 1;
        if (tail.TrimStart('>', '"', ')', ']', ' ') is [':', ..] or ['.', '.', '.', ..] || BounceRules.ByText(PlainWords.Of("a@b " + tail)) is not null)
            points += BeforeError;
        return isAddressed ? points + WasAddressed : points;
    }

    // Exchange says first what the message was: "To:", then "Subject:".
    private static bool IsEcho(string notice, string lead, int end)
    {
        if (!lead.Trim().TrimEnd('<', '"', ' ', '\t').Equals("To:", StringComparison.OrdinalIgnoreCase))
            return false;
        var next = notice.AsSpan(end, Math.Min(notice.Length - end, LongestTail));
        var lineEnd = next.IndexOf('\n');
        return lineEnd >= 0 && next[lineEnd..].TrimStart() is var after && (after.StartsWith("Subject:", StringComparison.OrdinalIgnoreCase) || after.StartsWith("Cc:", StringComparison.OrdinalIgnoreCase) || after.StartsWith("Sent:", StringComparison.OrdinalIgnoreCase));
    }

    private static bool EndsInLead(string bare)
    {
        var words = bare.ToLowerInvariant().TrimEnd(':', ' ');
        return Array.Exists(Leads, lead => words.EndsWith(lead, StringComparison.Ordinal)
            && (words.Length == lead.Length || !char.IsLetter(words[words.Length - lead.Length - 1])))
            || BounceRules.ByText(PlainWords.Of(bare)) is not null;
    }
}
