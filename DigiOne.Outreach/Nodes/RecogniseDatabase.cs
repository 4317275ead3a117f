using System.Globalization;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Nodes;

/// <summary>
/// Compares the database with what stands outside it, and holds all mail where it was restored or copied. A disk or machine
/// that is put back to an earlier time takes both along; of those only the silence tells, and an outage looks the same. So
/// silence holds mail only where something may have gone out meanwhile: an outage of a week with nothing to do is no restore.
/// </summary>
internal sealed partial class RecogniseDatabase(
    IDbContextFactory<OutreachDb> databases, DatabaseIdentity identity, StampFile file, IEnumerable<IOutstandingWork> works, TimeProvider clock,
    ILogger<RecogniseDatabase> logger)
{
    /// <summary>How long nobody may have served from a database that nothing outside knows.</summary>
    private static readonly TimeSpan Stale = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long nobody may have served from a database that its file knows, while there was something to do. A server that
    /// is restarted with its updates is back within ten minutes; what is put back is hours old.
    /// </summary>
    private static readonly TimeSpan LongSilence = TimeSpan.FromMinutes(15);

    /// <summary>Looks, and gives a database that has no stamp yet its first one.</summary>
    /// <param name="known">The last heartbeat that this process knows of; 0 at its start.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The row as it now stands.</returns>
    internal async Task<Generation> ExecuteAsync(long known, CancellationToken cancellationToken)
    {
        await using var db = databases.CreateDbContext();
        // The file before the row: another node may write both between the two readings, and only ever forward.
        var outside = file.Read();
        var row = await FindAsync(db, cancellationToken) ?? await StampAsync(db, cancellationToken);
        if (row is { HeldAt: not null, HeldBecause: { } because })
        {
            // Whoever starts it reads the log from here.
            if (known == 0)
                Tell(because, row.HeldAliveAt ?? row.AliveAt);
            return row;
        }

        if (await ProblemOfAsync(db, row, outside, known, cancellationToken) is not { } reason)
            return row;

        await HoldAsync(db, reason, row.AliveAt, cancellationToken);
        return (await FindAsync(db, cancellationToken))!;
    }

    private static Task<Generation?> FindAsync(OutreachDb db, CancellationToken cancellationToken) =>
        db.Set<Generation>().AsNoTracking().SingleOrDefaultAsync(cancellationToken);

    private async Task<HoldReason?> ProblemOfAsync(OutreachDb db, Generation row, Stamp? outside, long known, CancellationToken cancellationToken)
    {
        if (await identity.ReadAsync(db, cancellationToken) is not { } current || !DatabaseIdentity.Same(row.Stamp, current))
            return outside is not null && DatabaseIdentity.Same(outside.Identity, row.Stamp) && outside.Beat > row.Beat
                ? HoldReason.Restored
                : HoldReason.Copied;
        // Beside PostgreSQL the folder may be new, or have served another database: then it has nothing to say, and only a
        // heartbeat of just now, of another node or of this one before it was started anew, proves anything.
        if (outside is null || !DatabaseIdentity.Same(outside.Identity, row.Stamp))
            return row.Beat < known ? HoldReason.Restored
                : known == 0 && WasSilent(row, Stale) ? HoldReason.Unproven
                : null;
        if (row.Beat < known || outside.Beat > row.Beat)
            return HoldReason.Restored;
        return known == 0 && WasSilent(row, LongSilence) && await IsAnythingOutstandingAsync(db, cancellationToken) ? HoldReason.Unproven : null;
    }

    private bool WasSilent(Generation row, TimeSpan bound) => row.Beat > 0 && clock.GetUtcNow() - row.AliveAt > bound;

    private async Task<bool> IsAnythingOutstandingAsync(OutreachDb db, CancellationToken cancellationToken)
    {
        foreach (var work in works)
            if (await work.AnyAsync(db, cancellationToken))
                return true;
        return false;
    }

    private async Task<Generation> StampAsync(OutreachDb db, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        // One that holds mailings, where a stamped one was served from before, is from the time before that stamp.
        var isOlder = db.Engine == StorageEngine.Sqlite && file.Read() is { Beat: > 0 } && await db.Database
            .SqlQueryRaw<long>("SELECT count(*) AS \"Value\" FROM (SELECT 1 FROM mailings LIMIT 1) AS one").SingleAsync(cancellationToken) > 0;
        var stamp = await identity.NewAsync(db, cancellationToken);
        // The file first: a database with a stamp that no file has would be a copy.
        if (db.Engine == StorageEngine.Sqlite && !isOlder)
            file.Write(new Stamp(stamp, 0));
        // Of nodes that start at once one writes it, and all read the same.
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO generation (id, stamp, beat, alive_at) VALUES ({Generation.TheOne}, {stamp}, 0, {now}) ON CONFLICT (id) DO NOTHING",
            cancellationToken);
        if (isOlder)
            await HoldAsync(db, HoldReason.Restored, now, cancellationToken);
        return (await FindAsync(db, cancellationToken))!;
    }

    private async Task HoldAsync(OutreachDb db, HoldReason reason, DateTimeOffset aliveAt, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var held = await db.Set<Generation>().Where(row => row.HeldAt == null).ExecuteUpdateAsync(
            row => row.SetProperty(r => r.HeldAt, now).SetProperty(r => r.HeldBecause, reason).SetProperty(r => r.HeldAliveAt, r => r.AliveAt),
            cancellationToken);
        // Once, whoever of several nodes finds it first.
        if (held == 1)
            Tell(reason, aliveAt);
    }

    private void Tell(HoldReason reason, DateTimeOffset aliveAt)
    {
        var words = Words(reason, aliveAt);
        Log.Held(logger, words);
    }

    private static string Words(HoldReason reason, DateTimeOffset aliveAt) => reason switch
    {
        HoldReason.Restored => "the database is older than the one that last served, so a backup was restored",
        HoldReason.Copied => "the database was copied or moved, and the other may be sending the same mail",
        _ => string.Create(
            CultureInfo.InvariantCulture,
            $"nobody served from the database since {aliveAt:u}, and nothing proves that no backup was restored and no disk or server put back to that time"),
    };

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Critical, Message = "No mail leaves: {Reason}. A person looks what went out since, and lets mail leave: sign in, or run the verb release")]
        internal static partial void Held(ILogger logger, string reason);
    }
}
