namespace DigiOne.Outreach.Nodes;

/// <summary>
/// The one question before mail leaves: may it? As of the last look, which a living process takes every second. Before
/// the first one it may not.
/// </summary>
internal sealed class MailHold
{
    private volatile Held? _held;
    private volatile bool _looked;

    /// <summary>Whether mail may leave.</summary>
    internal bool MayLeave => _looked && _held is null;

    /// <summary>Why all mail waits; null where it does not.</summary>
    internal Held? Held => _held;

    /// <summary>Takes over what the database says.</summary>
    internal void Note(Generation generation)
    {
        _held = generation is { HeldAt: { } since, HeldBecause: { } reason } ? new Held(since, reason, generation.HeldAliveAt) : null;
        _looked = true;
    }
}

/// <summary>That all mail waits for a person.</summary>
/// <param name="Since">Since when.</param>
/// <param name="Reason">Why.</param>
/// <param name="AliveAt">When the database that was found had last been served from.</param>
internal sealed record Held(DateTimeOffset Since, HoldReason Reason, DateTimeOffset? AliveAt);
