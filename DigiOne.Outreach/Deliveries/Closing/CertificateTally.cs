using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// Counts all that a certificate says in one walk over a mailing's deliveries. They are counted here and not by the database:
/// SQLite groups by sorting, and would hold a row of each of a million in this process's memory, once per count.
/// </summary>
internal sealed class CertificateTally
{
    private const int MostParts = 200;

    private readonly Dictionary<string, Part> _languages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Part> _domains = new(StringComparer.Ordinal);
    private readonly Dictionary<SkipReason, int> _skipped = [];
    private readonly Part _all = new();

    /// <summary>When the first message was accepted; null when none was.</summary>
    internal DateTimeOffset? FirstAcceptedAt { get; private set; }

    /// <summary>When the last message was accepted; null when none was.</summary>
    internal DateTimeOffset? LastAcceptedAt { get; private set; }

    /// <summary>The settled numbers per language, the most frequent first.</summary>
    internal IReadOnlyList<CertificatePart> Languages => Parts(_languages);

    /// <summary>The settled numbers per domain, the most frequent first; rare ones of very many, and those of erased recipients, together.</summary>
    internal IReadOnlyList<CertificatePart> Domains => Parts(_domains);

    /// <summary>Counts a mailing's deliveries as they are at one moment.</summary>
    internal static async Task<CertificateTally> CountAsync(OutreachDb db, MailingId id, CancellationToken cancellationToken)
    {
        var tally = new CertificateTally();
        var rows = db.Set<Delivery>().TagWith(nameof(CertificateTally))
            .Where(delivery => delivery.MailingId == id)
            .Select(delivery => new { delivery.State, delivery.SkipReason, delivery.Language, delivery.Domain, delivery.SettledAt })
            .AsAsyncEnumerable();
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            tally._all.Count(row.State);
            PartOf(tally._languages, row.Language).Count(row.State);
            PartOf(tally._domains, row.Domain).Count(row.State);
            if (row.SkipReason is { } reason)
                tally._skipped[reason] = tally._skipped.GetValueOrDefault(reason) + 1;
            if (row is { State: DeliveryState.Accepted, SettledAt: { } settled })
            {
                tally.FirstAcceptedAt = settled < tally.FirstAcceptedAt ? settled : tally.FirstAcceptedAt ?? settled;
                tally.LastAcceptedAt = settled > tally.LastAcceptedAt ? settled : tally.LastAcceptedAt ?? settled;
            }
        }

        return tally;
    }

    /// <summary>The numbers of the whole.</summary>
    /// <param name="candidates">How many freezing put into the ledger.</param>
    internal MailingCounts Counts(int candidates) => new()
    {
        Candidates = candidates,
        Waiting = _all.In(DeliveryState.Waiting),
        Deferred = _all.In(DeliveryState.Deferred),
        Sending = _all.In(DeliveryState.Sending),
        Accepted = _all.In(DeliveryState.Accepted),
        Rejected = _all.In(DeliveryState.Rejected),
        Cancelled = _all.In(DeliveryState.Cancelled),
        InDoubt = _all.In(DeliveryState.InDoubt),
        SkippedBy = _skipped,
    };

    private static Part PartOf(Dictionary<string, Part> parts, string name)
    {
        if (!parts.TryGetValue(name, out var part))
            parts.Add(name, part = new Part());
        return part;
    }

    private static List<CertificatePart> Parts(Dictionary<string, Part> parts)
    {
        List<CertificatePart> sorted =
        [
            .. parts.Select(part => part.Value.Named(part.Key))
                .OrderBy(part => part.Name == CertificatePart.Others).ThenByDescending(part => part.Candidates).ThenBy(part => part.Name, StringComparer.Ordinal),
        ];
        if (sorted.Count <= MostParts)
            return sorted;

        var rest = new Part();
        foreach (var rare in sorted.Skip(MostParts - 1))
            rest.Add(parts[rare.Name]);
        return [.. sorted.Take(MostParts - 1), rest.Named(CertificatePart.Others)];
    }

    /// <summary>How many stand in which state.</summary>
    private sealed class Part
    {
        private static readonly int States = Enum.GetValues<DeliveryState>().Length;

        private readonly int[] _states = new int[States];

        internal int In(DeliveryState state) => _states[(int)state];

        internal void Count(DeliveryState state) => _states[(int)state]++;

        internal void Add(Part other)
        {
            for (var state = 0; state < States; state++)
                _states[state] += other._states[state];
        }

        internal CertificatePart Named(string name) => new()
        {
            Name = name,
            Accepted = In(DeliveryState.Accepted),
            Rejected = In(DeliveryState.Rejected),
            Skipped = In(DeliveryState.Skipped),
            Cancelled = In(DeliveryState.Cancelled),
            InDoubt = In(DeliveryState.InDoubt),
        };
    }
}
