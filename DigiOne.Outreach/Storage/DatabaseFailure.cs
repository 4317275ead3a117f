using Microsoft.Data.Sqlite;
using Npgsql;

namespace DigiOne.Outreach.Storage;

/// <summary>Tells failures of the database apart.</summary>
internal static class DatabaseFailure
{
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
}
