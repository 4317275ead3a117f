namespace DigiOne.Outreach.Mail;

/// <summary>What became of a message, from what was heard on its connection.</summary>
internal static class SmtpVerdict
{
    private const int Closing = 421;
    private const int AuthenticationRequired = 530;

    /// <summary>Judges one message.</summary>
    /// <param name="conversation">What was said about it.</param>
    /// <param name="failure">What ended it; null where it ended well.</param>
    internal static HandOver Of(SmtpConversation conversation, Exception? failure)
    {
        if (conversation.IsDotWritten)
            return conversation.Answer is { } answer
                ? OfAnswer(answer)
                : new HandOver.InDoubt($"The message had left when the connection failed before its answer ({Reason(failure)}).");

        return conversation.Refusal is { } refusal
            ? OfRefusal(refusal)
            : new HandOver.Deferred(SmtpReply.Silent($"The connection failed before the message had left: {Reason(failure)}."), DeferralScope.Relay);
    }

    // The first digit alone decides (RFC 5321 4.2.1). An answer that is none leaves the message where silence does.
    private static HandOver OfAnswer(SmtpReply answer) => answer.Code switch
    {
        >= 200 and < 300 => new HandOver.Accepted(answer),
        >= 400 and < 600 => OfRefusal(answer),
        _ => new HandOver.InDoubt($"The message had left, and its answer makes no sense: {answer}"),
    };

    private static HandOver OfRefusal(SmtpReply refusal) => refusal.Code switch
    {
        Closing => new HandOver.Deferred(refusal, DeferralScope.Relay),
        // Our account is refused, not this recipient: taken as final it would strike out everyone on the list.
        AuthenticationRequired => new HandOver.Deferred(refusal, DeferralScope.Relay),
        < 500 => new HandOver.Deferred(refusal, DeferralScope.Recipient),
        < 600 => new HandOver.Rejected(refusal),
        _ => new HandOver.Deferred(refusal, DeferralScope.Relay),
    };

    private static string Reason(Exception? failure) => failure switch
    {
        null => "no answer",
        OperationCanceledException or TimeoutException => "no answer in time",
        _ => failure.Message.TrimEnd('.'),
    };
}
