using System.Text;
using MimeKit;

namespace DigiOne.Outreach.Mail;

/// <summary>The parts of a message.</summary>
internal static class MessageBody
{
    private const string CalendarFile = "invite.ics";
    private const string Publish = "PUBLISH";

    /// <summary>Text and HTML, and the calendar in the shape that its method asks for.</summary>
    /// <param name="mail">The mail.</param>
    /// <param name="boundary">Divides the parts; of this message only.</param>
    internal static MimeEntity Of(OutgoingMail mail, string boundary)
    {
        var alternative = new MultipartAlternative { Boundary = boundary };
        alternative.Add(TextOf("plain", mail.Text));
        alternative.Add(TextOf("html", mail.Html));
        if (mail.Calendar is not { } calendar)
            return alternative;

        if (!calendar.Body.Contains($"METHOD:{calendar.Method}", StringComparison.Ordinal))
            throw new ArgumentException($"The calendar part is announced as {calendar.Method}, but its body does not say so.", nameof(mail));

        var mixed = new Multipart("mixed") { Boundary = $"{boundary}.m" };
        mixed.Add(alternative);
        if (calendar.Method == Publish)
        {
            mixed.Add(AttachmentOf(PublishedOf(calendar)));
            return mixed;
        }

        alternative.Add(Base64(new MimePart(CalendarType(calendar)), calendar));
        mixed.Add(AttachmentOf(Base64(new MimePart("application", "ics"), calendar)));
        return mixed;
    }

    // A published event asks nothing, so there are no buttons to gain from a place in the alternative; and a client that
    // prefers the last alternative would show the bare event in place of the designed mail. As an attachment of type
    // text/calendar it is offered for adding by all of them, with the mail above it.
    private static MimePart PublishedOf(CalendarPart calendar) => Base64(new MimePart(CalendarType(calendar)), calendar);

    private static ContentType CalendarType(CalendarPart calendar)
    {
        var type = new ContentType("text", "calendar");
        type.Parameters.Add("charset", "UTF-8");
        type.Parameters.Add("method", calendar.Method);
        return type;
    }

    private static MimePart AttachmentOf(MimePart part)
    {
        part.ContentType.Name = CalendarFile;
        part.ContentDisposition = new ContentDisposition(ContentDisposition.Attachment) { FileName = CalendarFile };
        return part;
    }

    // Some calendars do not undo quoted-printable, and none minds base64.
    private static MimePart Base64(MimePart part, CalendarPart calendar)
    {
        part.Content = new MimeContent(new MemoryStream(Encoding.UTF8.GetBytes(calendar.Body.ReplaceLineEndings("\r\n"))));
        part.ContentTransferEncoding = ContentEncoding.Base64;
        return part;
    }

    private static TextPart TextOf(string subtype, string text)
    {
        var part = new TextPart(subtype);
        part.SetText(Encoding.UTF8, text.ReplaceLineEndings("\r\n"));
        part.ContentTransferEncoding = ContentEncoding.QuotedPrintable;
        return part;
    }
}
