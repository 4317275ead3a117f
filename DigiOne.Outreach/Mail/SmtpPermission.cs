using System.Text.RegularExpressions;

namespace DigiOne.Outreach.Mail;

/// <summary>
/// Whether a refusal says that the relay does not send for us, whoever the recipient is: that it does not relay, not as this
/// sender, or that our account has had what it may. No code is reserved for it: servers say it in the words of their makers.
/// </summary>
internal static partial class SmtpPermission
{
    /// <summary>Whether the relay, asked for a recipient, says that it does not relay. Some do so for all, some for a few domains only.</summary>
    internal static bool IsRelayingDenied(SmtpReply refusal) => Relaying().IsMatch(OwnWords(refusal));

    /// <summary>Whether it names our account, our address on the net or our sender.</summary>
    internal static bool IsDenied(SmtpReply refusal)
    {
        if (refusal.EnhancedCode is { } code && Codes().IsMatch(code))
            return true;
        var words = OwnWords(refusal);
        return Client().IsMatch(words) || Sender().IsMatch(words) || (Quota().IsMatch(words) && !QuotaOfRecipient().IsMatch(words));
    }

    // What another server told it about the recipient is that one's word about the relay (a recipient that was verified, say).
    private static string OwnWords(SmtpReply refusal)
    {
        var words = refusal.ForOthers.Text;
        return Quoting().Match(words) is { Success: true } quote ? words[..quote.Index] : words;
    }

    [GeneratedRegex(@"\b(?:said|responded|answered|response|was): ", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Quoting();

    // Postfix, Exim, Sendmail, Exchange, Gmail, Domino, Zoho, qmail.
    [GeneratedRegex(
        @"relay access denied|relay(?:ing)? (?:is |temporarily )?(?:denied|disallowed|prohibited|rejected|not (?:permitted|allowed))"
        + @"|relaying mail to \S+ is not allowed|unable to relay|(?:not (?:permitted|allowed|authori[sz]ed) to|do(?:es)? not|don't|cannot|can't) relay"
        + "|credentials for relay|allowed rcpthosts",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Relaying();

    // Exchange's own: not authenticated, not as this sender, a limit of the account or tenant, blocked.
    [GeneratedRegex(@"^[45]\.(?:1\.90|2\.25[1-5]|7\.(?:54|57|60|64|232|233|705|708|750))$", RegexOptions.CultureInvariant)]
    private static partial Regex Codes();

    // Postfix, Brevo, and what providers say to a customer.
    [GeneratedRegex(
        @"client host rejected: (?:access denied|cannot find your)|client host \[[^\]]*\] blocked|unauthori[sz]ed ip address"
        + "|your (?:smtp )?account (?:has been|is) (?:temporarily )?(?:disabled|suspended|blocked)|sending (?:is |has been )?paused"
        + "|unusual sending activity",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Client();

    // Postfix; Exchange; SES; SendGrid and Postmark; Fastmail and others. To whom one may not send is another matter than as whom.
    [GeneratedRegex(
        "sender address rejected|sendasdenied|permissions? to send as|email address is not verified|not authorized to perform .?ses:"
        + "|verified sender identity|sender signature|unauthenticated senders"
        + @"|not (?:authori[sz]ed|allowed|permitted) to send (?:e?-?mails? |messages? )?(?:as|from|on behalf)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Sender();

    // Gmail, SES, Exchange, SendGrid, cPanel. A quota that is only called so is the mailbox's.
    [GeneratedRegex(
        @"\b(?:daily|hourly|monthly|sending|submission|relay|outbound|outgoing)\b[^.;]{0,40}\b(?:limit|quota|rate)\b[^.;]{0,40}\b(?:exceeded|reached)\b"
        + @"|\b(?:exceeded|reached)\b[^.;]{0,20}\b(?:daily|hourly|monthly|sending|submission|messaging|outbound|outgoing)\b[^.;]{0,20}\b(?:limits?|quota)\b"
        + "|maximum credits exceeded|exceeded the max (?:emails|defers and failures) per hour|you have exceeded your [^.;]{0,40}quota",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Quota();

    [GeneratedRegex(@"\breceiv|\brecipient(?:'s| has| is)\b|\bmailbox\b|\binbox\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex QuotaOfRecipient();
}
