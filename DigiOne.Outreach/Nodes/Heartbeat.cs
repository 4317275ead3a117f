using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Nodes;

/// <summary>
/// This process's signs of life, and its look at the others and at the database itself. Beside it stands the question
/// whether mail may leave, which it asks the database every second.
/// </summary>
internal sealed partial class Heartbeat(
    IDbContextFactory<OutreachDb> databases, RecogniseDatabase recognise, StampFile file, LiveNodes nodes, MailHold hold, TimeProvider clock,
    ILogger<Heartbeat> logger) : BackgroundService
{
    /// <summary>Time between two signs of life.</summary>
    internal static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    /// <summary>How long a node may be silent before the others count it no more.</summary>
    internal static readonly TimeSpan DeadAfter = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly NodeId _id = new(Guid.CreateVersion7());
    private readonly string _name = $"{Environment.MachineName}:{Environment.ProcessId}";
    private readonly DateTimeOffset _startedAt = clock.GetUtcNow();
    private long _beat;

    /// <summary>
    /// Once all else has stopped: gives a last sign of life, so that a backup from after the one before shows as older than
    /// what left since, and takes the node out of the list.
    /// </summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryAsync(AdvanceAsync, cancellationToken);
        await TryAsync(LeaveAsync, cancellationToken);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(LookEvery, clock);
        DateTimeOffset? last = null;
        do
        {
            await TryAsync(LookAsync, stoppingToken);
            if (last is null || clock.GetUtcNow() - last >= Every)
            {
                last = clock.GetUtcNow();
                await TryAsync(BeatAsync, stoppingToken);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).AsTask().ContinueWith(tick => tick is { IsCompletedSuccessfully: true, Result: true }, TaskScheduler.Default));
    }

    /// <summary>Looks at the database.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        var row = await recognise.ExecuteAsync(_beat, cancellationToken);
        _beat = row.Beat;
        hold.Note(row);
    }

    /// <summary>Gives a sign of life.</summary>
    internal async Task BeatAsync(CancellationToken cancellationToken)
    {
        await using var db = databases.CreateDbContext();
        var now = clock.GetUtcNow();
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO nodes (id, name, started_at, heartbeat_at) VALUES ({_id}, {_name}, {_startedAt}, {now})
            ON CONFLICT (id) DO UPDATE SET heartbeat_at = excluded.heartbeat_at
            """,
            cancellationToken);
        var dead = now - DeadAfter;
        await db.Set<Node>().Where(node => node.HeartbeatAt < dead).ExecuteDeleteAsync(cancellationToken);
        nodes.All = await db.Set<Node>().AsNoTracking().OrderBy(node => node.StartedAt).ToListAsync(cancellationToken);
        await AdvanceAsync(cancellationToken);
    }

    // Counts the database on, and the file after it.
    private async Task AdvanceAsync(CancellationToken cancellationToken)
    {
        // While mail is held, what was found stays as it is for the person who looks.
        if (!hold.MayLeave)
            return;

        await using var db = databases.CreateDbContext();
        var now = clock.GetUtcNow();
        await db.Set<Generation>().Where(row => row.HeldAt == null && row.Beat >= _beat).ExecuteUpdateAsync(
            row => row.SetProperty(r => r.Beat, r => r.Beat + 1).SetProperty(r => r.AliveAt, now), cancellationToken);
        var written = await db.Set<Generation>().AsNoTracking().SingleAsync(cancellationToken);
        if (written.HeldAt is null && written.Beat >= _beat)
            file.Write(new Stamp(written.Stamp, _beat = written.Beat));
    }

    private async Task LeaveAsync(CancellationToken cancellationToken)
    {
        await using var db = databases.CreateDbContext();
        await db.Set<Node>().Where(node => node.Id == _id).ExecuteDeleteAsync(cancellationToken);
    }

    // A database that is away must not end it for good.
    private async Task TryAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work(cancellationToken);
        }
        catch (Exception failure)
        {
            if (!cancellationToken.IsCancellationRequested)
                Log.Failed(logger, failure);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "A heartbeat failed; it is tried again in a second")]
        internal static partial void Failed(ILogger logger, Exception failure);
    }
}
