using System.Text;
using DigiOne.Outreach.Mail;
using MimeKit;

namespace DigiOne.Outreach.Tests.Mail;

/// <summary>A mail as composed, written to bytes and read back.</summary>
internal sealed record ComposedMail(MimeMessage Message, string Source)
{
    internal static ComposedMail Of(OutgoingMail mail)
    {
        using var composed = MessageComposer.Compose(mail);
        using var bytes = new MemoryStream();
        composed.WriteTo(MessageComposer.Format, bytes, CancellationToken.None);
        bytes.Position = 0;
        return new ComposedMail(MimeMessage.Load(bytes, TestContext.Current.CancellationToken), Encoding.UTF8.GetString(bytes.ToArray()));
    }

    /// <summary>The header lines as they stand, folded ones in several.</summary>
    internal IEnumerable<string> HeaderLines => Source.Split("\r\n\r\n", 2)[0].Split("\r\n");
}
