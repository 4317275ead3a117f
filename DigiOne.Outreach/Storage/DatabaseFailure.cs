using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DigiOne.Outreach.Storage;

/// <summary>Tells failures of the database apart.</summary>
internal static class DatabaseFailure
{
    private const int SqliteFull = 13;
    private const string PostgresFull = "53100";

    // SQLITE_BUSY, LOCKED, READONLY, IOERR, FULL and CANTOPEN: nobody else could write either.
    private static readonly int[] SqliteAway = [5, 6, 8, 10, SqliteFull, 14];

    // Connection exceptions, insufficient resources, operator intervention, system errors.
    private static readonly string[] PostgresAway = ["08", "53", "57P", "58"];

    private const int TooBig = 18;
    private const int Constraint = 19;
    private const int Mismatch = 20;

    /// <summary>Whether the values are at fault, so that the same ones fail again however often they are tried.</summary>
    internal static bool IsOfData(Exception failure) => failure switch
    {
        // Data exceptions and integrity constraint violations.
        PostgresException refused => refused.SqlState.StartsWith("22", StringComparison.Ordinal) || refused.SqlState.StartsWith("23", StringComparison.Ordinal),
        SqliteException refused => refused.SqliteErrorCode is TooBig or Constraint or Mismatch,
        _ => false,
    };

    /// <summary>Whether somebody else's transaction got in the way, so that the same work succeeds when it is begun anew: a deadlock, or a row that is gone.</summary>
    internal static bool IsOfOthers(Exception failure) => failure is DbUpdateConcurrencyException
        || DatabaseIn(failure) is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.ForeignKeyViolation };

    /// <summary>Whether a failure comes from the database being away, so that leases could not be renewed meanwhile.</summary>
    internal static bool IsLost(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
            // A host that no longer resolves fails below the driver.
            if (cause is TimeoutException or SocketException or IOException || (cause is DbException database && IsLost(database)))
                return true;
        return false;
    }

    /// <summary>Whether it comes from the database, and from nothing else that was read or asked.</summary>
    internal static bool IsOfDatabase(Exception failure) => DatabaseIn(failure) is not null;

    /// <summary>What was said of it, from under what others put around it.</summary>
    internal static string WordsOf(Exception failure) => (DatabaseIn(failure) ?? failure.GetBaseException()).Message;

    /// <summary>Why it takes nothing.</summary>
    internal static DatabaseTrouble TroubleOf(Exception failure) => DatabaseIn(failure) switch
    {
        SqliteException { SqliteErrorCode: SqliteFull } or PostgresException { SqlState: PostgresFull } => DatabaseTrouble.DiskFull,
        SqliteException => DatabaseTrouble.Refuses,
        // One that is being stopped or started answers as well.
        PostgresException answered when !answered.SqlState.StartsWith("57P", StringComparison.Ordinal) => DatabaseTrouble.Refuses,
        _ => IsLost(failure) ? DatabaseTrouble.OutOfReach : DatabaseTrouble.Refuses,
    };

    private static DbException? DatabaseIn(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
            if (cause is DbException database)
                return database;
        return null;
    }

    private static bool IsLost(DbException failure) => failure switch
    {
        SqliteException sqlite => SqliteAway.Contains(sqlite.SqliteErrorCode),
        // PostgreSQL names a state wherever it answered at all.
        { SqlState: { } state } => PostgresAway.Any(kind => state.StartsWith(kind, StringComparison.Ordinal)),
        _ => true,
    };
}
