namespace DigiOne.Outreach.Mail.Reading;

/// <summary>Reads a bounce: from its report in fields where it has one, else from its words.</summary>
internal static class BounceReader
{
    /// <summary>Whom it is about; null where the mail is no bounce. A report of success only is none.</summary>
    internal static IReadOnlyList<FailedRecipient>? Read(OpenedMail mail)
    {
        var groups = DeliveryReport.Of(mail);
        if (groups.Count > 0 && IsTrusted(mail))
        {
            var failed = groups.FindAll(group => group.IsFailure);
            if (failed.Count == 0)
                return null;
            var reported = Judged(FailuresOf(mail, failed));
            if (reported.Count > 0)
                return reported;
        }

        if (!BounceSigns.Has(mail))
            return null;
        var told = Judged(FailuresOf(mail));
        // A report that names nobody is still one; a text that names nobody may be anything.
        return told.Count > 0 || BounceSigns.IsReport(mail) || mail.Headers.Has("X-Failed-Recipients") ? told : null;
    }

    // Fields in the text of a person's mail are a quotation.
    private static bool IsTrusted(OpenedMail mail) =>
        BounceSigns.IsReport(mail) || mail.IsFromDaemon || mail.HasNullSender || mail.Headers.Has("X-Failed-Recipients") || mail.From is null;

    private static IEnumerable<Failure> FailuresOf(OpenedMail mail, List<ReportGroup> groups)
    {
        var notice = mail.Notice.Text;
        var addresses = groups.ConvertAll(group => AddressOf(mail, group, groups.Count));
        for (var i = 0; i < groups.Count; i++)
        {
            if (addresses[i] is not { } address)
                continue;
            var said = groups[i].Diagnostic;
            var about = groups.Count == 1 ? notice : NoticeWords.About(notice, address, [.. addresses.OfType<string>()]);
            yield return new Failure(address, said, groups[i].Status, about, groups[i].IsDelay);
        }
    }

    // Where mail is passed on the report names both: the address that we wrote to is the one that we know.
    private static string? AddressOf(OpenedMail mail, ReportGroup group, int groups)
    {
        var (original, final) = (ReportAddress.Of(group.OriginalRecipient), ReportAddress.Of(group.FinalRecipient) ?? ReportAddress.Of(group.ActualRecipient));
        var to = mail.Returned.To;
        if (original is not null && final is not null && !IsAddressed(original) && IsAddressed(final))
            return final;
        if ((original ?? final) is { } told && !OpenedMail.IsDaemon(told))
            return told;

        if (ReportAddress.LocalName(group.FinalRecipient) is { } name && to.FirstOrDefault(address => address.StartsWith(name + "@", StringComparison.OrdinalIgnoreCase)) is { } local)
            return local;
        return groups == 1 ? Recipients(mail) is [var only] ? only : null : null;

        bool IsAddressed(string address) => to.Contains(address, StringComparer.OrdinalIgnoreCase);
    }

    private static IEnumerable<Failure> FailuresOf(OpenedMail mail)
    {
        var notice = mail.Notice.Text;
        var recipients = Recipients(mail);
        var isDelay = MailSigns.Delays.AnyIn(PlainWords.Of(notice));
        foreach (var address in recipients)
        {
            var said = NoticeWords.About(notice, address, recipients);
            var isTold = recipients.Count > 1 && (BounceRules.ByText(PlainWords.Of(said)) is not null || StatusCode.Find(said) is not null || StatusCode.FindReply(said) is not null);
            yield return new Failure(address, said, null, isTold ? "" : notice, isDelay);
        }
    }

    private static List<string> Recipients(OpenedMail mail)
    {
        var failed = mail.Headers.All("X-Failed-Recipients").SelectMany(value => AddressScan.Find(value, needsDot: false)).Select(found => found.Address).ToList();
        if (failed.Count > 0)
            return failed;

        var returned = mail.Returned;
        var others = new HashSet<string>(SentTo.Of(mail).Concat(returned.From), StringComparer.OrdinalIgnoreCase);
        if (mail.From is { } from)
            others.Add(from);
        var named = NoticeRecipients.Find(mail.Notice.Text, returned.To, others);
        if (named.Count > 0)
            return named;
        if (returned.To is [var only] && !OpenedMail.IsDaemon(only))
            return [only];
        if (mail.IsFromDaemon && mail.From is { } daemon && LocalRecipient.In(mail.Notice.Text) is { } name)
            return [name + daemon[daemon.LastIndexOf('@')..]];
        return SentTo.Of(mail).Select(EncodedRecipient.In).OfType<string>().Take(1).ToList();
    }

    private static List<FailedRecipient> Judged(IEnumerable<Failure> failures) =>
        [.. failures.DistinctBy(failure => failure.Address, StringComparer.OrdinalIgnoreCase).Select(JudgeFailure.Of)];
}
