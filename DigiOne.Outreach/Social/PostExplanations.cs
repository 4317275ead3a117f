using DigiOne.Outreach.Mail;

namespace DigiOne.Outreach.Social;

/// <summary>What we say of a post where no network spoke.</summary>
internal static class PostExplanations
{
    internal static readonly Explanation Interrupted = new(
        nameof(Interrupted), "The process ended while this was being published; the network cannot tell whether it landed.");

    internal static readonly Explanation NotCaptured = new(nameof(NotCaptured), "It was not captured.");

    /// <summary>All of them.</summary>
    internal static readonly IReadOnlyList<Explanation> All = [Interrupted, NotCaptured];
}
