using System.Threading.Channels;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// Writes intents and outcomes. All connections' entries that wait at a moment share one commit: a durable commit costs
/// the same for one as for fifty.
/// </summary>
internal sealed partial class Ledger(IDbContextFactory<OutreachDb> databases, TimeProvider clock, ILogger<Ledger> logger) : BackgroundService
{
    /// <summary>
    /// How long a message may be under way before others take its process for dead. Longer than the ten minutes that a
    /// server has for its last reply (RFC 5321 4.5.3.2.6).
    /// </summary>
    internal static readonly TimeSpan TransactionLease = TimeSpan.FromMinutes(12);

    private const int LargestGroup = 256;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Channel<Line> _lines = Channel.CreateBounded<Line>(new BoundedChannelOptions(1024) { SingleReader = true });

    /// <summary>
    /// Writes these entries, in their order, durably.
    /// </summary>
    /// <returns>
    /// Whether the last one still applied: an intent does not when the claim was lost, the delivery called off or the
    /// recipient gone, and its message must then not be sent.
    /// </returns>
    internal async Task<bool> WriteAsync(params LedgerEntry[] entries)
    {
        var line = new Line(entries, new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously));
        await _lines.Writer.WriteAsync(line);
        return await line.Written.Task;
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // It outlives the stopping of the others, so that a message under way finds its outcome written.
        var group = new List<Line>(LargestGroup);
        while (await _lines.Reader.WaitToReadAsync(CancellationToken.None))
        {
            while (group.Count < LargestGroup && _lines.Reader.TryRead(out var line))
                group.Add(line);
            await WriteGroupAsync(group);
            group.Clear();
        }
    }

    /// <summary>No more entries come: what waits is written first.</summary>
    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _lines.Writer.TryComplete();
        return base.StopAsync(cancellationToken);
    }

    private async Task WriteGroupAsync(List<Line> group)
    {
        while (true)
        {
            try
            {
                await using var db = databases.CreateDbContext();
                await using var transaction = await db.Database.BeginTransactionAsync();
                var results = new bool[group.Count];
                for (var i = 0; i < group.Count; i++)
                    foreach (var entry in group[i].Entries)
                        results[i] = await ApplyAsync(db, entry);
                await transaction.CommitAsync();
                for (var i = 0; i < group.Count; i++)
                    group[i].Written.SetResult(results[i]);
                return;
            }
            catch (Exception failure) when (failure is System.Data.Common.DbException or DbUpdateException or InvalidOperationException { InnerException: System.Data.Common.DbException })
            {
                // Outcomes are kept while the database is away; the connections wait for their answer.
                Log.NotWritten(logger, failure, group.Count);
                await Task.Delay(Pause, clock);
            }
        }
    }

    private async Task<bool> ApplyAsync(OutreachDb db, LedgerEntry entry)
    {
        var now = clock.GetUtcNow();
        switch (entry)
        {
            case LedgerEntry.Intent intent:
                return await RecordIntent.ExecuteAsync(db, intent, now);

            case LedgerEntry.Release release:
                return await db.Set<Delivery>()
                    .Where(row => row.Id == release.Delivery.Id && row.ClaimEpoch == release.Delivery.Epoch
                        && (row.State == DeliveryState.Waiting || row.State == DeliveryState.Deferred))
                    .ExecuteUpdateAsync(row => row.SetProperty(d => d.LeaseUntil, (DateTimeOffset?)null)) == 1;

            case LedgerEntry.Outcome outcome:
                var accepted = outcome.State == DeliveryState.Accepted ? now : (DateTimeOffset?)null;
                var written = await db.Set<Delivery>()
                    .Where(row => row.Id == outcome.Delivery.Id && row.ClaimEpoch == outcome.Delivery.Epoch
                        && (row.State == DeliveryState.Sending || row.State == DeliveryState.InDoubt
                            || row.State == DeliveryState.Waiting || row.State == DeliveryState.Deferred))
                    .ExecuteUpdateAsync(row => row
                        .SetProperty(d => d.State, outcome.State)
                        .SetProperty(d => d.AcceptedAt, accepted)
                        .SetProperty(d => d.LastReply, outcome.Reply)
                        .SetProperty(d => d.NextAttemptAt, d => outcome.RetryAt ?? d.NextAttemptAt)
                        .SetProperty(d => d.LeaseUntil, (DateTimeOffset?)null)) == 1;
                if (outcome.WasTried)
                    await db.Database.ExecuteSqlAsync(
                        $"""
                        INSERT INTO attempts (delivery_id, at, route, outcome, reply)
                        VALUES ({outcome.Delivery.Id}, {now}, {outcome.Route}, {outcome.State.ToString()}, {outcome.Reply})
                        """);
                return written;

            default:
                throw new InvalidOperationException($"The ledger has no line for {entry.GetType().Name}.");
        }
    }

    private sealed record Line(LedgerEntry[] Entries, TaskCompletionSource<bool> Written);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "{Count} ledger entries could not be written; they are kept and tried again in a second")]
        internal static partial void NotWritten(ILogger logger, Exception failure, int count);
    }
}
