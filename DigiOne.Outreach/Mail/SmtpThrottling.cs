using System.Text.RegularExpressions;

namespace DigiOne.Outreach.Mail;

/// <summary>Whether a temporary refusal asks for patience with one recipient, or with all of the recipient's domain.</summary>
internal static partial class SmtpThrottling
{
    /// <summary>Judges a refusal of the recipient or of the message by its enhanced code (RFC 3463), then by its words.</summary>
    internal static DeferralScope ScopeOf(SmtpReply refusal)
    {
        // Greylisting is for each recipient its own, and comes with the code of policy.
        if (Greylisting().IsMatch(refusal.Text))
            return DeferralScope.Recipient;

        var subject = refusal.EnhancedCode?[1..] ?? "";
        if (subject.StartsWith(".7.", StringComparison.Ordinal) || subject is ".4.5" or ".3.2" || Rate().IsMatch(refusal.Text))
            return DeferralScope.Domain;

        // With the code of an address or a mailbox, "try again later" means that one.
        var isMailbox = subject.StartsWith(".1.", StringComparison.Ordinal) || subject.StartsWith(".2.", StringComparison.Ordinal);
        return !isMailbox && Busy().IsMatch(refusal.Text) ? DeferralScope.Domain : DeferralScope.Recipient;
    }

    [GeneratedRegex("gr[ea]y-?(?: )?list", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Greylisting();

    [GeneratedRegex(@"\brates?\b|rate-?limit|throttl|too many|too fast|too quickly", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Rate();

    [GeneratedRegex("try again later|temporarily deferred", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Busy();
}
