namespace DigiOne.Outreach.Mail;

/// <summary>What became of handing one message to the next hop.</summary>
public abstract record HandOver
{
    private HandOver()
    {
    }

    /// <summary>The next hop has taken responsibility.</summary>
    public sealed record Accepted(SmtpReply Reply) : HandOver;

    /// <summary>Not delivered; worth another try later.</summary>
    /// <param name="Reply">What was answered, or why nothing was.</param>
    /// <param name="Scope">Who is to be left alone for a while.</param>
    public sealed record Deferred(SmtpReply Reply, DeferralScope Scope) : HandOver
    {
        /// <summary>For <see cref="DeferralScope.Relay"/>: whether it came after the sender was taken, so that the recipient or message may be why.</summary>
        public bool MayBeRecipients { get; init; }
    }

    /// <summary>Not delivered, and trying again is pointless.</summary>
    public sealed record Rejected(SmtpReply Reply) : HandOver;

    /// <summary>The final dot was written and no answer came: it may have been delivered or not.</summary>
    public sealed record InDoubt(string Reason) : HandOver;
}

/// <summary>What a deferral says something about.</summary>
public enum DeferralScope
{
    /// <summary>This message or recipient.</summary>
    Recipient,

    /// <summary>All recipients of this one's domain: it names a rate, or a policy, that it holds us to.</summary>
    Domain,

    /// <summary>The relay as a whole, or our account or sender at it: refused, gone, or closing with 421.</summary>
    Relay,
}
