using System.Data.Common;
using System.Globalization;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace DigiOne.Outreach.Tests.Deliveries;

/// <summary>
/// Counts commits that change deliveries, as the database itself sees them: on SQLite by its commit hook, on PostgreSQL by the
/// transactions that a trigger is called in.
/// </summary>
internal sealed class CommitCount : DbConnectionInterceptor
{
    private int _commits;

    internal async Task StartAsync(StillOutreach outreach)
    {
        _commits = 0;
        await using var db = outreach.OpenDatabase();
        if (db.Engine == StorageEngine.Postgres)
            await db.Database.ExecuteSqlRawAsync(
                """
                CREATE TABLE commits_seen (transaction text PRIMARY KEY);
                CREATE FUNCTION see_commit() RETURNS trigger LANGUAGE plpgsql AS
                    $$ BEGIN INSERT INTO commits_seen VALUES (pg_current_xact_id()::text) ON CONFLICT DO NOTHING; RETURN NULL; END $$;
                CREATE TRIGGER see_commit AFTER UPDATE ON deliveries FOR EACH STATEMENT EXECUTE FUNCTION see_commit()
                """,
                TestContext.Current.CancellationToken);
    }

    internal async Task<int> CountAsync(StillOutreach outreach)
    {
        await using var db = outreach.OpenDatabase();
        if (db.Engine == StorageEngine.Sqlite)
            return Volatile.Read(ref _commits);
        await db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var count = db.Database.GetDbConnection().CreateCommand();
        count.CommandText = "SELECT COUNT(*) FROM commits_seen";
        return Convert.ToInt32(await count.ExecuteScalarAsync(TestContext.Current.CancellationToken), CultureInfo.InvariantCulture);
    }

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (connection is SqliteConnection sqlite)
            raw.sqlite3_commit_hook(sqlite.Handle, _ => Count(), null);
        return Task.CompletedTask;
    }

    private int Count()
    {
        Interlocked.Increment(ref _commits);
        return 0;
    }
}
