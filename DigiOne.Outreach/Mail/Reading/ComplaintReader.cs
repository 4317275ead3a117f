namespace DigiOne.Outreach.Mail.Reading;

/// <summary>Reads feedback reports (RFC 5965), and the messages that some receivers pass on without one.</summary>
internal static class ComplaintReader
{
    private static readonly string[] Complaints = ["abuse", "fraud", "virus", "other", "opt-out", "opt-out-list", "unsubscribe", "miscategorized", "spam", "complaint"];

    private static readonly string[] RecipientFields = ["Original-Rcpt-To", "Removal-Recipient", "X-Original-Rcpt-To", "Original-Recipient"];

    /// <summary>Whether it is a report of this family at all, whatever it reports: also failed signatures, and mail that is no spam.</summary>
    internal static bool IsReport(OpenedMail mail) =>
        mail.Root.Type?.Parameters["report-type"]?.Contains("feedback-report", StringComparison.OrdinalIgnoreCase) == true || mail.Of("message/feedback-report").Any();

    /// <summary>Whom it is about; null where the mail is no complaint.</summary>
    internal static IReadOnlyList<FailedRecipient>? Read(OpenedMail mail)
    {
        if (mail.Of("message/feedback-report").FirstOrDefault() is { } part)
        {
            var fields = MailHeaders.Read(PartBytes.Decode(part), out _);
            var type = fields["Feedback-Type"]?.Trim().ToLowerInvariant() ?? "abuse";
            return Complaints.Contains(type) ? About(mail, fields, type) : null;
        }

        return IsReport(mail) || IsPassedOn(mail) ? About(mail, null, "abuse") : null;
    }

    /// <summary>The envelope sender of the message that it is about, as the report tells it; null where it tells none.</summary>
    internal static string? MailFrom(OpenedMail mail) =>
        mail.Of("message/feedback-report").FirstOrDefault() is { } part ? MailFrom(MailHeaders.Read(PartBytes.Decode(part), out _)) : null;

    private static string? MailFrom(MailHeaders? fields) => AddressScan.First(fields?["Original-Mail-From"], needsDot: false);

    private static bool IsPassedOn(OpenedMail mail) =>
        mail.Returned.Headers is not null && !SubjectPrefix.IsAnswer(mail.Subject) && !SubjectPrefix.IsForward(mail.Subject)
        && MailSigns.ComplaintSubjects.AnyIn(mail.SubjectWords)
        && mail.From is { } from && MailSigns.ComplaintMailboxes.Contains(from[..from.LastIndexOf('@')]);

    private static FailedRecipient[] About(OpenedMail mail, MailHeaders? fields, string type)
    {
        var told = RecipientFields
            .SelectMany(name => fields?.All(name) ?? []).Select(ReportAddress.Of).OfType<string>().Where(IsTold).ToList();
        if (told.Count == 0)
            told = [.. mail.Returned.To.Where(IsTold)];
        if (told.Count != 1 && Encoded(mail, fields) is { } encoded)
            told = [encoded];
        return [.. told.Distinct(StringComparer.OrdinalIgnoreCase).Select(address => new FailedRecipient(address, Permanence.Unknown, type, null, null))];
    }

    // Receivers hide who complained behind words like these.
    private static bool IsTold(string address) => !address.Contains("redacted", StringComparison.OrdinalIgnoreCase) && !address.Contains("undisclosed", StringComparison.OrdinalIgnoreCase);

    private static string? Encoded(OpenedMail mail, MailHeaders? fields) =>
        new[] { MailFrom(fields) }.Concat(mail.Returned.From).OfType<string>().Select(EncodedRecipient.In).FirstOrDefault(address => address is not null);
}
