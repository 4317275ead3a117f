using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Nodes;

/// <summary>
/// Compares the database with what stands outside it, and holds all mail where it was restored or copied. Where that tells
/// that it is the newest, how long it was not running says nothing: an outage of a week is no restore.
/// </summary>
internal sealed partial class RecogniseDatabase(
    IDbContextFactory<OutreachDb> databases, DatabaseIdentity identity, StampFile file, TimeProvider clock, ILogger<RecogniseDatabase> logger)
{
    /// <summary>How long nobody may have served from a database that nothing outside knows.</summary>
    private static readonly TimeSpan Stale = TimeSpan.FromMinutes(5);

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
        if (row.HeldAt is not null || await ProblemOfAsync(db, row, outside, known, cancellationToken) is not { } reason)
            return row;

        await HoldAsync(db, reason, cancellationToken);
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
                : known == 0 && row.Beat > 0 && clock.GetUtcNow() - row.AliveAt > Stale ? HoldReason.Unproven
                : null;
        return row.Beat < known || outside.Beat > row.Beat ? HoldReason.Restored : null;
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
            await HoldAsync(db, HoldReason.Restored, cancellationToken);
        return (await FindAsync(db, cancellationToken))!;
    }

    private async Task HoldAsync(OutreachDb db, HoldReason reason, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var held = await db.Set<Generation>().Where(row => row.HeldAt == null).ExecuteUpdateAsync(
            row => row.SetProperty(r => r.HeldAt, now).SetProperty(r => r.HeldBecause, reason).SetProperty(r => r.HeldAliveAt, r => r.AliveAt),
            cancellationToken);
        // Once, whoever of several nodes finds it first.
        if (held == 1)
            Log.Held(logger, reason);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Critical, Message = "The database was {Reason}. No mail leaves until a person lets it: sign in, or run the verb release")]
        internal static partial void Held(ILogger logger, HoldReason reason);
    }
}
