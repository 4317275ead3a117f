using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Storage;

/// <summary>
/// Brings the database to this version's model: only when something is pending, and one process at a time.
/// </summary>
internal sealed partial class Migrator(IDbContextFactory<OutreachDb> databases, IOptions<StorageOptions> options, ILogger<Migrator> logger)
{
    /// <summary>Applies what is pending.</summary>
    /// <returns>
    /// The names of the migrations that were pending, oldest first; empty when there was nothing to do. Of two nodes that
    /// start at once on PostgreSQL one applies them, and both may name them.
    /// </returns>
    internal async Task<IReadOnlyList<string>> MigrateAsync(CancellationToken cancellationToken)
    {
        await using var db = databases.CreateDbContext();
        if (db.Engine == StorageEngine.Postgres)
            // EF Core takes a PostgreSQL table lock that ends with its connection, so a killed process leaves nothing behind.
            return await ApplyAsync(db, cancellationToken);

        // A start that was killed leaves a row in SQLite's lock table for ever. The operating system's file lock ends
        // with its process: who holds it may clear the orphan.
        using var held = await FileLock.TakeAsync(options.Value.SqlitePath + ".migrating", cancellationToken);
        return await ApplyAsync(db, cancellationToken);
    }

    private async Task<IReadOnlyList<string>> ApplyAsync(OutreachDb db, CancellationToken cancellationToken)
    {
        var pending = (await db.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
        if (pending.Count == 0)
            return [];

        if (db.Engine == StorageEngine.Sqlite)
            await db.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
        Log.Migrated(logger, pending.Count, pending[^1]);
        return pending;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Applied {Count} migrations, the newest {Newest}")]
        internal static partial void Migrated(ILogger logger, int count, string newest);
    }
}
