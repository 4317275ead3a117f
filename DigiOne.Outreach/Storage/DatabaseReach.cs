using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace DigiOne.Outreach.Storage;

/// <summary>Tells a database that is away from one that answered, with an error.</summary>
internal static class DatabaseReach
{
    // SQLITE_BUSY, LOCKED, READONLY, IOERR, FULL and CANTOPEN: nobody else could write either.
    private static readonly int[] SqliteAway = [5, 6, 8, 10, 13, 14];

    // Connection exceptions, insufficient resources, operator intervention, system errors.
    private static readonly string[] PostgresAway = ["08", "53", "57P", "58"];

    /// <summary>Whether a failure comes from the database being away, so that leases could not be renewed meanwhile.</summary>
    internal static bool IsLost(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
            if (cause is TimeoutException || (cause is DbException database && IsLost(database)))
                return true;
        return false;
    }

    private static bool IsLost(DbException failure) => failure switch
    {
        SqliteException sqlite => SqliteAway.Contains(sqlite.SqliteErrorCode),
        // PostgreSQL names a state wherever it answered at all.
        { SqlState: { } state } => PostgresAway.Any(kind => state.StartsWith(kind, StringComparison.Ordinal)),
        _ => true,
    };
}
