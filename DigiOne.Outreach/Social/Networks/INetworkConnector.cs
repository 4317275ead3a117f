namespace DigiOne.Outreach.Social.Networks;

/// <summary>
/// A network that posts go to. The caller has written the publication's intent before it calls, calls
/// <see cref="PublishAsync"/> once, and asks <see cref="FindOutAsync"/> where no outcome came back. A connector never
/// retries the publishing call by itself.
/// </summary>
public interface INetworkConnector
{
    /// <summary>What the network is and allows.</summary>
    NetworkCapabilities Capabilities { get; }

    /// <summary>What the network would refuse about a text, before it is scheduled; empty when nothing.</summary>
    IReadOnlyList<string> Check(string text);

    /// <summary>Publishes. It throws nothing for what the network did: that is the answer.</summary>
    Task<PublishOutcome> PublishAsync(Publication publication, string text, CancellationToken cancellationToken);

    /// <summary>Finds out whether a publication with an intent and no outcome has landed.</summary>
    /// <returns>Null where the network cannot tell, and a person must.</returns>
    Task<PublishOutcome?> FindOutAsync(Publication publication, CancellationToken cancellationToken);
}

/// <summary>What a network is and allows.</summary>
/// <param name="Network">Its key: <c>linkedin</c>, <c>x</c>, <c>instagram</c>, <c>mastodon</c>, <c>bluesky</c>.</param>
/// <param name="Name">Its name as people write it.</param>
/// <param name="IsRehearsal">Whether posts are captured here instead of published.</param>
public sealed record NetworkCapabilities(string Network, string Name, bool IsRehearsal);

/// <summary>What came of a publishing call.</summary>
public abstract record PublishOutcome
{
    private PublishOutcome()
    {
    }

    /// <summary>It is live.</summary>
    /// <param name="NetworkId">The network's id of it.</param>
    /// <param name="Url">Where people see it, where the network says so.</param>
    public sealed record Published(string NetworkId, string? Url) : PublishOutcome;

    /// <summary>The network refused it.</summary>
    public sealed record Rejected(string Answer) : PublishOutcome;

    /// <summary>It may be live or not.</summary>
    public sealed record InDoubt(string Reason) : PublishOutcome;
}
