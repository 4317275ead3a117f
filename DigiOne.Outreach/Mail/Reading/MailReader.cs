namespace DigiOne.Outreach.Mail.Reading;

/// <summary>Tells what a mail that came in is, and of a bounce or a complaint whom it is about. It reads anything, and never fails on what it holds.</summary>
public static class MailReader
{
    private const int MostDescent = 3;
    private const int MostHeaders = 1024 * 1024;

    private static readonly ReadMail Nothing = new(MailKind.Other, []);

    /// <summary>Reads one mail (RFC 5322), whatever ends its lines, damaged or not; its first 8 MB.</summary>
    public static ReadMail Read(Stream mail) => Read(MailBytes.Read(mail));

    /// <summary>Reads one mail.</summary>
    public static ReadMail Read(ReadOnlySpan<byte> mail) => Read(MailBytes.Normalise(mail[..Math.Min(mail.Length, MailBytes.MostRead)]));

    private static ReadMail Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty)
            return Nothing;
        var mail = new OpenedMail(MailPart.Parse(bytes));
        var (kind, recipients) = Judge(mail, MostDescent);
        var returned = mail.Returned;
        return new ReadMail(kind, recipients)
        {
            From = mail.From,
            SentTo = SentTo.Of(mail),
            Subject = mail.Subject,
            MessageId = MessageIds.First(mail.Headers["Message-ID"]),
            Answers = [.. MessageIds.In(mail.Headers["In-Reply-To"]).Concat(MessageIds.In(mail.Headers["References"])).Distinct()],
            ReturnedMessageId = returned.MessageId,
            ReturnedFrom = ComplaintReader.MailFrom(mail) is { } told ? [told, .. returned.From] : returned.From,
            ReturnedLeaving = [.. (returned.Headers?.All("List-Unsubscribe") ?? []).SelectMany(value => AddressScan.Find(value, needsDot: false)).Select(found => found.Address)],
            Text = TextOf(mail),
            Excess = mail.Headers.IsCut || mail.Root.HeadersEnd > MostHeaders ? MailExcess.Headers : mail.Root.IsCut ? MailExcess.Parts : MailExcess.None,
        };
    }

    // What stands below an answer belongs to it.
    private static string TextOf(OpenedMail mail)
    {
        var text = mail.Notice.Text.Length >= ReadMail.LongestText ? mail.Notice.Text : mail.Notice.Text + mail.Notice.Rest;
        return (text.Length <= ReadMail.LongestText ? text : text[..ReadMail.LongestText]).Trim();
    }

    private static (MailKind Kind, IReadOnlyList<FailedRecipient> Recipients) Judge(OpenedMail mail, int descent)
    {
        if (ComplaintReader.Read(mail) is { } complained)
            return (MailKind.Complaint, complained);
        if (ComplaintReader.IsReport(mail))
            return (MailKind.Other, []);
        if (descent > 0 && Wrapped(mail) is { } inner && Judge(inner, descent - 1) is (MailKind.Bounce or MailKind.Complaint, _) wrapped)
            return wrapped;
        if (!AutoReplySigns.IsReceipt(mail) && BounceReader.Read(mail) is { } failed)
            return (MailKind.Bounce, failed);

        var kind = BounceSigns.IsReport(mail) ? MailKind.Other
            : AutoReplySigns.Has(mail) ? MailKind.AutoReply
            : UnsubscribeSigns.Has(mail) ? MailKind.Unsubscribe
            : ReplySigns.Has(mail) ? MailKind.Reply
            : MailKind.Other;
        return (kind, []);
    }

    // A system that passes a bounce on as it came, in a message without words of its own.
    private static OpenedMail? Wrapped(OpenedMail mail) =>
        mail.Leaves.FirstOrDefault(part => part is { IsMessage: true, IsFields: false }) is { Parts: [var inner] } && string.IsNullOrWhiteSpace(mail.Notice.Text)
        && !mail.Of("message/delivery-status", "message/global-delivery-status").Any()
            ? new OpenedMail(inner)
            : null;
}
