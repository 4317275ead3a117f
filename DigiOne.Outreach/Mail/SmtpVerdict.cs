namespace DigiOne.Outreach.Mail;

/// <summary>What became of a message, from what was answered and how far it had come.</summary>
internal static class SmtpVerdict
{
    private const int Closing = 421;
    private const int TooBig = 552;

    /// <summary>After the final dot the first digit decides (RFC 5321 4.2.1). An answer that is none leaves the message where silence does.</summary>
    internal static HandOver OfAnswer(SmtpReply answer) => answer.Code switch
    {
        < 300 => new HandOver.Accepted(answer),
        < 400 => new HandOver.InDoubt(MailExplanations.SenselessAnswer.Of(answer)),
        _ => OfRefusal(SmtpStage.Dot, answer),
    };

    /// <summary>A message that was refused, at any stage.</summary>
    internal static HandOver OfRefusal(SmtpStage stage, SmtpReply refusal)
    {
        // Some relay for a few domains only, and answer for the others as if they relayed for nobody.
        var isRelayingDenied = stage > SmtpStage.Mail && SmtpPermission.IsRelayingDenied(refusal);
        if (isRelayingDenied || IsAboutUs(stage, refusal))
            return new HandOver.Deferred(refusal, DeferralScope.Relay)
            {
                MayBeRecipients = stage > SmtpStage.Mail && (refusal.Code == Closing || isRelayingDenied || DidNotFollow(refusal)),
            };

        return refusal.IsTransient
            ? new HandOver.Deferred(refusal, SmtpThrottling.ScopeOf(refusal))
            : new HandOver.Rejected(refusal);
    }

    /// <summary>A message whose answer never came.</summary>
    /// <param name="failure">What ended it.</param>
    /// <param name="isSenderTaken">Whether the relay had taken the sender.</param>
    /// <param name="isDotGone">Whether the whole message had left.</param>
    internal static HandOver OfSilence(Exception failure, bool isSenderTaken, bool isDotGone)
    {
        var reason = failure.Message.TrimEnd('.');
        return isDotGone
            ? new HandOver.InDoubt(MailExplanations.LostAfter.Of(reason))
            : new HandOver.Deferred(SmtpReply.Silent(MailExplanations.LostBefore.Of(reason)), DeferralScope.Relay)
            {
                MayBeRecipients = isSenderTaken,
            };
    }

    // Taken as final for the recipient, these would strike out everyone on a list, one by one.
    private static bool IsAboutUs(SmtpStage stage, SmtpReply refusal) => refusal.Code == Closing || stage switch
    {
        SmtpStage.Reset => true,
        // Until RCPT no recipient has been named: it is the account, the sender or the server, unless the message is too big.
        SmtpStage.Mail => !IsTooBig(refusal),
        SmtpStage.Recipient or SmtpStage.Data => DidNotFollow(refusal) || MayNotSend(refusal),
        _ => MayNotSend(refusal),
    };

    // 500, 502 to 504 mean that the server did not follow what was said (RFC 5321 4.2.2), unless its enhanced code names another
    // subject than the protocol (RFC 3463 3): at RCPT, 5.3.0 is about the system that the recipient's mail would go to.
    private static bool DidNotFollow(SmtpReply refusal)
        => refusal.Code is 500 or (>= 502 and <= 504) && refusal.EnhancedCode?.Split('.')[1] is null or "5" or "0";

    // Many servers judge us and the sender only when they hear the recipient, or have read the message. 530 to 538: they do
    // not know us (RFC 4954 6); x.1.7 and x.1.8 are the sender's (RFC 3463 3.2).
    private static bool MayNotSend(SmtpReply refusal)
        => refusal.Code is >= 530 and <= 538 || refusal.EnhancedCode?[1..] is ".1.7" or ".1.8" || SmtpPermission.IsDenied(refusal);

    private static bool IsTooBig(SmtpReply refusal)
        => refusal.EnhancedCode is "5.3.4" || refusal is { Code: TooBig, EnhancedCode: null };
}
