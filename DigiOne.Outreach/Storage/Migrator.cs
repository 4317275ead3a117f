using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Storage;

/// <summary>
/// Brings the database to this version's model: only when something is pending, and one process at a time.
/// </summary>
internal sealed partial class Migrator(IDbContextFactory<OutreachDb> databases, IOptions<StorageOptions> options, ILogger<Migrator> logger)
{
    // Any number that nobody else takes in this database.
    private const long AdvisoryLock = 0x4F_55_54_52_45_41_43_48;

    /// <summary>Applies what is pending. Of processes that start at once one does, and the others wait for it.</summary>
    /// <returns>The names of the migrations that this process applied, oldest first; empty when there was nothing to do.</returns>
    internal async Task<IReadOnlyList<string>> MigrateAsync(CancellationToken cancellationToken)
    {
        await using var db = databases.CreateDbContext();
        if (db.Engine == StorageEngine.Postgres)
            return await ApplyAloneAsync(db, cancellationToken);

        // A start that was killed leaves a row in SQLite's lock table for ever. The operating system's file lock ends
        // with its process: who holds it may clear the orphan.
        using var held = await FileLock.TakeAsync(options.Value.SqlitePath + ".migrating", cancellationToken);
        return await ApplyAsync(db, cancellationToken);
    }

    // EF Core's own lock ends with each migration's transaction: of two processes that start at once, the second would begin
    // in the middle of the first one's. This one ends with the connection, so a killed process leaves nothing behind.
    private async Task<IReadOnlyList<string>> ApplyAloneAsync(OutreachDb db, CancellationToken cancellationToken)
    {
        db.Database.SetCommandTimeout(TimeSpan.Zero);
        await db.Database.OpenConnectionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({AdvisoryLock})", cancellationToken);
        try
        {
            return await ApplyAsync(db, cancellationToken);
        }
        finally
        {
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({AdvisoryLock})", CancellationToken.None);
        }
    }

    private async Task<IReadOnlyList<string>> ApplyAsync(OutreachDb db, CancellationToken cancellationToken)
    {
        // Without it EF Core asks an empty PostgreSQL for a table that is not there, and logs two failures at the first start.
        await db.GetService<IHistoryRepository>().CreateIfNotExistsAsync(cancellationToken);
        var pending = (await db.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
        if (pending.Count > 0)
        {
            if (db.Engine == StorageEngine.Sqlite)
                await db.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancellationToken);
            await db.Database.MigrateAsync(cancellationToken);
            Log.Migrated(logger, pending.Count, pending[^1]);
        }

        await SearchIndex.EnsureAsync(db, logger, cancellationToken);
        return pending;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Applied {Count} migrations, the newest {Newest}")]
        internal static partial void Migrated(ILogger logger, int count, string newest);
    }
}
