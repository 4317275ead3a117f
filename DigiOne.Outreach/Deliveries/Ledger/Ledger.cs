using System.Collections.Concurrent;
using System.Threading.Channels;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// Writes intents and outcomes. All connections' entries that wait at a moment share one commit: a durable commit costs
/// the same for one as for fifty.
/// </summary>
internal sealed partial class Ledger(IDbContextFactory<OutreachDb> databases, Leases leases, LedgerHealth health, TimeProvider clock, ILogger<Ledger> logger)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Channel<Line> _lines = Channel.CreateBounded<Line>(new BoundedChannelOptions(1024) { SingleReader = true });
    private readonly ConcurrentDictionary<DeliveryId, ClaimedDelivery> _underWay = new();
    private LedgerConnection? _connection;

    /// <summary>Messages of this process that have an intent and no outcome in the ledger yet.</summary>
    internal IReadOnlyCollection<DeliveryId> UnderWay => [.. _underWay.Keys];

    /// <summary>Whether it takes no more entries.</summary>
    internal bool HasEnded => _lines.Reader.Completion.IsCompleted;

    /// <summary>
    /// Writes these entries durably.
    /// </summary>
    /// <returns>
    /// Whether the last one still applied: an intent does not when the claim was lost, the mailing paused or called off or
    /// the recipient gone, and its message must then not be sent. Nor does an entry that no column takes.
    /// </returns>
    internal async Task<bool> WriteAsync(params LedgerEntry[] entries)
    {
        // Before waiting for the database, which may be away.
        var now = clock.GetUtcNow();
        LedgerEntry[] heard = [.. entries.Select(entry => entry is LedgerEntry.Outcome outcome ? outcome with { HeardAt = now } : entry)];
        var line = new Line(heard, new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously));
        await _lines.Writer.WriteAsync(line);
        return await line.Written.Task;
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var period = leases.Transaction / 3;
        await using var renewing = clock.CreateTimer(_ => Renew(), null, period, period);
        // It outlives the stopping of the others, so that a message under way finds its outcome written.
        var (written, group) = (Group.Nobody, Group.Nobody);
        try
        {
            while (await _lines.Reader.WaitToReadAsync(CancellationToken.None))
            {
                group = Group.Of(_lines.Reader);
                var writing = WriteAsync(group.Entries, isRepeated: false);
                Answer(written);
                written = group with { Written = await writing };
                // A server has the next group before those whose turn is over are told, who want this process's time then. A
                // file takes that time itself.
                if (_connection is { IsServer: true } && _lines.Reader.Count > 0)
                    continue;
                Answer(written);
                written = Group.Nobody;
            }
        }
        catch (Exception failure)
        {
            // Nobody waits for a ledger that has ended.
            _lines.Writer.TryComplete(failure);
            Answer(written);
            for (; group.Lines.Count > 0; group = Group.Of(_lines.Reader))
                foreach (var line in group.Lines)
                    line.Written.TrySetException(failure);
            throw;
        }
    }

    /// <summary>No more entries come: what waits is written first.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _lines.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
        await CloseAsync();
    }

    // A full queue means that the database is away; what is renewed late then is renewed when it returns.
    private void Renew()
    {
        LedgerEntry[] renewals = [.. _underWay.Values.Select(delivery => new LedgerEntry.Renewal(delivery))];
        if (renewals.Length > 0)
            _lines.Writer.TryWrite(new Line(renewals, new TaskCompletionSource<bool>()));
    }

    private void Answer(Group group)
    {
        foreach (var entry in group.Entries)
            Note(entry, group.Written);
        foreach (var line in group.Lines)
            line.Written.TrySetResult(group.Written.Applied(line.Entries[^1]));
    }

    private async Task<LedgerWritten> WriteAsync(LedgerEntry[] entries, bool isRepeated)
    {
        for (var failures = 0; ; failures++)
        {
            try
            {
                _connection ??= await LedgerConnection.OpenAsync(databases);
                var now = clock.GetUtcNow();
                var written = await _connection.WriteAsync(entries, now, now + leases.Transaction, isRepeated);
                health.Succeeded(this);
                return written;
            }
            catch (Exception failure)
            {
                // Whatever it was: outcomes are kept while the database is away; the connections wait for their answer.
                await CloseAsync();
                if (DatabaseFailure.IsOfData(failure))
                    return await WriteApartAsync(entries, failure, isRepeated);

                Log.NotWritten(logger, failure, entries.Length);
                health.Failed(this, failure);
                isRepeated = true;
                // Their commit may have gone through: until they are written again they are ours.
                foreach (var intent in entries.OfType<LedgerEntry.Intent>())
                    _underWay[intent.Delivery.Id] = intent.Delivery;
                // One that lost a deadlock, or whose server was restarted, succeeds at once.
                if (failures > 0)
                    await Task.Delay(Pause, clock);
            }
        }
    }

    // One entry that no column takes must not hold up the others for ever.
    private async Task<LedgerWritten> WriteApartAsync(LedgerEntry[] entries, Exception failure, bool isRepeated)
    {
        if (entries is [var culprit])
        {
            Log.NotTaken(logger, failure, culprit.GetType().Name, culprit.Delivery.Id);
            health.Succeeded(this);
            return LedgerWritten.Nothing;
        }

        var written = LedgerWritten.Nothing;
        foreach (var entry in entries)
            written = written.And(await WriteAsync([entry], isRepeated));
        return written;
    }

    private void Note(LedgerEntry entry, LedgerWritten written)
    {
        if (entry is LedgerEntry.Intent && written.Applied(entry))
            _underWay[entry.Delivery.Id] = entry.Delivery;
        else if (entry is LedgerEntry.Outcome or LedgerEntry.Intent)
            _underWay.TryRemove(KeyValuePair.Create(entry.Delivery.Id, entry.Delivery));
    }

    private async Task CloseAsync()
    {
        var connection = _connection;
        _connection = null;
        if (connection is not null)
            await connection.DisposeAsync();
    }

    private sealed record Line(LedgerEntry[] Entries, TaskCompletionSource<bool> Written);

    private sealed record Group(IReadOnlyList<Line> Lines, LedgerEntry[] Entries, LedgerWritten Written)
    {
        private const int Largest = 256;

        internal static readonly Group Nobody = new([], [], LedgerWritten.Nothing);

        /// <summary>Of all that wait.</summary>
        internal static Group Of(ChannelReader<Line> waiting)
        {
            var lines = new List<Line>();
            while (lines.Count < Largest && waiting.TryRead(out var line))
                lines.Add(line);
            return new Group(lines, [.. lines.SelectMany(line => line.Entries)], LedgerWritten.Nothing);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Critical, Message = "The {Kind} of delivery {Delivery} cannot be written and is left out")]
        internal static partial void NotTaken(ILogger logger, Exception failure, string kind, DeliveryId delivery);

        [LoggerMessage(Level = LogLevel.Error, Message = "{Count} ledger entries could not be written; they are kept and tried again")]
        internal static partial void NotWritten(ILogger logger, Exception failure, int count);
    }
}
