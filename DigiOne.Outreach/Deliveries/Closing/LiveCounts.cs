using System.Collections.Concurrent;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// The numbers of mailings whose pages are open, counted once for all readers: at most once a second, and where a count
/// takes long at most a tenth of the time.
/// </summary>
internal sealed class LiveCounts(IDbContextFactory<OutreachDb> databases, TimeProvider clock)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<MailingId, Watched> _watched = new();

    /// <summary>The numbers as they were counted last; null when there is no such mailing.</summary>
    internal async Task<LiveNumbers?> CountAsync(MailingId id, CancellationToken cancellationToken)
    {
        var watched = _watched.GetOrAdd(id, _ => new Watched());
        await watched.Turn.WaitAsync(cancellationToken);
        try
        {
            if (watched.Next is not { } next || clock.GetUtcNow() >= next)
                await CountAnewAsync(id, watched, cancellationToken);
            return watched.Numbers;
        }
        finally
        {
            watched.Turn.Release();
        }
    }

    private async Task CountAnewAsync(MailingId id, Watched watched, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        await using var db = databases.CreateDbContext();
        var progress = new MailingProgress(db);
        watched.Numbers = await progress.CountAsync(id, cancellationToken) is { } counts
            ? new LiveNumbers(counts, counts.Limited > 0 ? await progress.DomainLimitsAsync(id, cancellationToken) : [])
            : null;
        var pause = 10 * clock.GetElapsedTime(started);
        watched.Next = clock.GetUtcNow() + (pause > ShortestPause ? pause : ShortestPause);
        foreach (var (other, idle) in _watched)
            if (idle.Next + Forgotten < clock.GetUtcNow())
                _watched.TryRemove(other, out _);
    }

    private sealed class Watched
    {
        internal SemaphoreSlim Turn { get; } = new(1);

        internal LiveNumbers? Numbers { get; set; }

        internal DateTimeOffset? Next { get; set; }
    }
}

/// <summary>What a mailing's page keeps up to date.</summary>
/// <param name="Counts">How many of its recipients stand where.</param>
/// <param name="Limits">Domains whose limit messages of it wait for.</param>
internal sealed record LiveNumbers(MailingCounts Counts, IReadOnlyList<DomainLimit> Limits);
