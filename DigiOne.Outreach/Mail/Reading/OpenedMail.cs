namespace DigiOne.Outreach.Mail.Reading;

/// <summary>A mail taken apart, with what all who judge it ask for.</summary>
internal sealed class OpenedMail
{
    private readonly Lazy<NoticeText> _notice;
    private readonly Lazy<ReturnedMessage> _returned;

    internal OpenedMail(MailPart root)
    {
        Root = root;
        Leaves = [.. root.Leaves];
        Subject = Headers["Subject"] ?? "";
        SubjectWords = PlainWords.Of(Subject);
        From = AddressScan.First(Headers["From"], needsDot: false);
        _notice = new(() => NoticeText.Of(this));
        _returned = new(() => ReturnedMessage.Of(this));
    }

    internal MailPart Root { get; }

    internal MailHeaders Headers => Root.Headers;

    /// <summary>The parts that hold something, in their order.</summary>
    internal IReadOnlyList<MailPart> Leaves { get; }

    internal string Subject { get; }

    /// <summary>The subject in the form in which phrases are looked for.</summary>
    internal string SubjectWords { get; }

    /// <summary>The header From's address.</summary>
    internal string? From { get; }

    /// <summary>What it says to people.</summary>
    internal NoticeText Notice => _notice.Value;

    /// <summary>The message that came back with it, as far as it is there.</summary>
    internal ReturnedMessage Returned => _returned.Value;

    /// <summary>The parts of a type.</summary>
    internal IEnumerable<MailPart> Of(params string[] mediaTypes) => Leaves.Where(part => mediaTypes.Contains(part.MediaType));

    /// <summary>Whether nobody is to be told when this mail does not arrive: bounces and other programs' mail.</summary>
    internal bool HasNullSender => Headers["Return-Path"] is { } path && (path.Length == 0 || path.Replace(" ", "", StringComparison.Ordinal) is "<>" or "<\"\">");

    /// <summary>Whether the sender is one of those who write bounces.</summary>
    internal bool IsFromDaemon
    {
        get
        {
            var from = Headers["From"];
            // Some systems leave it empty, or write only a name.
            return IsDaemon(From) || IsDaemon(AddressScan.First(Headers["Sender"], needsDot: false))
                || (from is not null && MailSigns.DaemonNames.AnyIn(PlainWords.Of(from)))
                || (from is not null && from.IndexOf('@', StringComparison.Ordinal) < 0 && MailSigns.DaemonMailboxes.Contains(from.Trim('<', '>', '"', ' ')));
        }
    }

    /// <summary>Whether it was sent to a list, or to many by a program.</summary>
    internal bool IsListMail => Headers.Has("List-Id") || Headers.Has("List-Post") || Headers.Has("List-Unsubscribe")
        || Headers["Precedence"]?.Trim().ToLowerInvariant() is "bulk" or "list" or "junk";

    /// <summary>Whether it goes by a list that names itself.</summary>
    internal bool HasListName => Headers.Has("List-Id") || Headers.Has("List-Post") || Headers.Has("List-Unsubscribe");

    /// <summary>Whether an address is of those who write bounces; they are never whom a bounce is about.</summary>
    internal static bool IsDaemon(string? address)
    {
        if (address is null)
            return false;
        var mailbox = address[..address.LastIndexOf('@')];
        return MailSigns.DaemonMailboxes.Contains(mailbox) || mailbox.StartsWith("mailer-daemon", StringComparison.OrdinalIgnoreCase)
            || mailbox.StartsWith("MicrosoftExchange329e", StringComparison.OrdinalIgnoreCase) || mailbox.StartsWith("postmaster", StringComparison.OrdinalIgnoreCase);
    }
}
