using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace DigiOne.Outreach.Storage;

/// <summary>SQLite's connections that wait for their next use.</summary>
internal static class SqlitePool
{
    /// <summary>Closes those that wait, and this one when it is given back: for one that may still hold a transaction.</summary>
    internal static void Forget(DbConnection connection)
    {
        if (connection is SqliteConnection sqlite)
            SqliteConnection.ClearPool(sqlite);
    }
}
