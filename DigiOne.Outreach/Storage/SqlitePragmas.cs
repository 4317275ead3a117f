using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace DigiOne.Outreach.Storage;

/// <summary>
/// Settings that SQLite keeps per connection. <c>synchronous=FULL</c> makes a commit durable before it answers, which
/// "intent before the message" rests on. <c>busy_timeout</c> waits inside SQLite in steps of milliseconds, where the
/// client's own retry would sleep 150 ms at a time.
/// </summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    private const string Pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=30000; PRAGMA temp_store=MEMORY;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        KnowFolding(connection);
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        KnowFolding(connection);
        await using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // SQLite's own knows the letters of ASCII only.
    private static void KnowFolding(DbConnection connection) => ((SqliteConnection)connection).CreateFunction<string?, string?>(
        FoldedText.Function, text => text is null ? null : FoldedText.Of(text), isDeterministic: true);
}
