using System.Text;
using MimeKit;

namespace DigiOne.Outreach.Mail;

/// <summary>The headers by which receivers know a list and how to leave it.</summary>
internal static class ListHeaders
{
    /// <summary>Adds List-Id (RFC 2919), List-Unsubscribe (RFC 2369), List-Unsubscribe-Post (RFC 8058) and Feedback-ID where the mail has them.</summary>
    internal static void Add(HeaderList headers, OutgoingMail mail)
    {
        if (mail.ListId is { } listId)
            headers.Add(Unfolded(HeaderId.ListId, $"<{HeaderText.Clean(listId)}>"));

        if (mail.Unsubscribe is { } unsubscribe)
        {
            headers.Add(Unfolded(HeaderId.ListUnsubscribe, HeaderLines.UnsubscribeOf(unsubscribe.AbsoluteUri, mail.UnsubscribeAddress)));
            if (unsubscribe.Scheme == Uri.UriSchemeHttps)
                headers.Add(Unfolded(HeaderId.ListUnsubscribePost, "List-Unsubscribe=One-Click"));
        }

        if (mail.FeedbackId is { } feedbackId)
            headers.Add(new Header("Feedback-ID", HeaderText.Clean(feedbackId)));
    }

    // Folding would break a long link in two, and receivers read this header by machine.
    private static Header Unfolded(HeaderId id, string value)
    {
        var header = new Header(id, "");
        header.SetRawValue(Encoding.ASCII.GetBytes($" {value}\r\n"));
        return header;
    }
}
