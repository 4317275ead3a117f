namespace DigiOne.Outreach.Mail.Reading;

/// <summary>Whether a mail that has no report in fields is a bounce nevertheless.</summary>
internal static class BounceSigns
{
    private const int LongestBeginning = 4000;
    private const int LongestPlain = 3000;
    private const int Opening = 400;

    /// <summary>Whether it looks like one. Who reads it still has to find a recipient in it.</summary>
    internal static bool Has(OpenedMail mail)
    {
        if (mail.Headers.Has("X-Failed-Recipients") || IsReport(mail))
            return true;

        // What a person answers to or passes on is no bounce, whatever it quotes.
        var isPassedOn = SubjectPrefix.IsAnswer(mail.Subject) || SubjectPrefix.IsForward(mail.Subject);
        var hasSubject = !isPassedOn && MailSigns.BounceSubjects.AnyIn(mail.SubjectWords);
        if (!hasSubject && MailSigns.AbsenceSubjects.AnyIn(mail.SubjectWords))
            return false;

        var text = mail.Notice.Text;
        var words = PlainWords.Of(text.Length <= LongestBeginning ? text : text[..LongestBeginning]);
        var hasNotice = MailSigns.BounceNotices.AnyIn(words);
        if (mail.IsFromDaemon || mail.From is null)
            return hasSubject || hasNotice || BounceRules.ByText(words) is not null;
        if (mail.HasNullSender)
            return hasNotice && (hasSubject || (!isPassedOn && mail.Returned.Headers is not null));

        if (!hasSubject || !hasNotice || mail.HasListName || mail.Headers.Has("In-Reply-To") || mail.Headers.Has("References"))
            return false;
        return AutoReplySigns.IsDeclared(mail) || mail.Returned.Headers is not null
            || (text.Length < LongestPlain && MailSigns.BounceNotices.AnyIn(PlainWords.Of(text.Length <= Opening ? text : text[..Opening])));
    }

    /// <summary>Whether it declares to be a report about a delivery.</summary>
    internal static bool IsReport(OpenedMail mail) =>
        mail.Root.Type?.Parameters["report-type"]?.Contains("delivery-status", StringComparison.OrdinalIgnoreCase) == true
        || mail.Of("message/delivery-status", "message/global-delivery-status").Any();
}
