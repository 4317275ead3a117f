namespace DigiOne.Outreach.Subscriptions;

/// <summary>What a person leaves.</summary>
public enum UnsubscribeScope
{
    /// <summary>The list that the link names.</summary>
    OneList,

    /// <summary>Every list, and whatever may come later.</summary>
    Everything,
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
