namespace DigiOne.Outreach.Deliveries;

/// <summary>A delivery as one claim has it: a process whose lease ended in its queue may hold two of one delivery.</summary>
internal readonly record struct ClaimKey(long Id, int Epoch)
{
    /// <summary>The claim that an entry is written under.</summary>
    internal static ClaimKey Of(LedgerEntry entry) => new(entry.Delivery.Id.Value, entry.Delivery.Epoch);
}

/// <summary>Which claims a group applied to.</summary>
/// <param name="Intended">Those whose messages may be handed over.</param>
/// <param name="Others">Those that another entry applied to.</param>
internal sealed record LedgerWritten(IReadOnlySet<ClaimKey> Intended, IReadOnlySet<ClaimKey> Others)
{
    /// <summary>It applied to nothing.</summary>
    internal static readonly LedgerWritten Nothing = new(new HashSet<ClaimKey>(), new HashSet<ClaimKey>());

    /// <summary>With what another group applied to.</summary>
    internal LedgerWritten And(LedgerWritten other) =>
        new(Intended.Union(other.Intended).ToHashSet(), Others.Union(other.Others).ToHashSet());

    /// <summary>Whether an entry applied.</summary>
    internal bool Applied(LedgerEntry entry) =>
        (entry is LedgerEntry.Intent ? Intended : Others).Contains(ClaimKey.Of(entry));
}
