namespace DigiOne.Outreach.Mail.Reading;

/// <summary>Whether a mail is a person's answer.</summary>
internal static class ReplySigns
{
    /// <summary>Whether it is.</summary>
    internal static bool Has(OpenedMail mail)
    {
        if (mail.From is null || mail.IsFromDaemon || mail.HasNullSender || mail.IsListMail || SubjectPrefix.IsForward(mail.Subject))
            return false;
        if (mail.Headers["Auto-Submitted"] is { } submitted && !submitted.StartsWith("no", StringComparison.OrdinalIgnoreCase))
            return false;
        return mail.Headers.Has("In-Reply-To") || mail.Headers.Has("References") || SubjectPrefix.IsAnswer(mail.Subject);
    }
}
