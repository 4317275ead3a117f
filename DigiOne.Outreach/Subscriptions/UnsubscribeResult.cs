namespace DigiOne.Outreach.Subscriptions;

/// <summary>What a person leaves.</summary>
public enum UnsubscribeScope
{
    /// <summary>The list that the link names.</summary>
    OneList,

    /// <summary>Every list, and whatever may come later.</summary>
    Everything,
}

/// <summary>Why a person leaves, as they may say.</summary>
public enum LeavingReason
{
    /// <summary>It is too much.</summary>
    TooMuch,

    /// <summary>It does not concern the person.</summary>
    NotForMe,

    /// <summary>The person did not ask for it.</summary>
    NeverAsked,

    /// <summary>Something else.</summary>
    Other,
}

/// <summary>What became of leaving. Both are success.</summary>
public abstract record UnsubscribeResult
{
    private UnsubscribeResult()
    {
    }

    /// <summary>The person was there and is gone now.</summary>
    /// <param name="At">When.</param>
    public sealed record Left(DateTimeOffset At) : UnsubscribeResult;

    /// <summary>There was nothing left to leave.</summary>
    public sealed record AlreadyGone : UnsubscribeResult;
}
