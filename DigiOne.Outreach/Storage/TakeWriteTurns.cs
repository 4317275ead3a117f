using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace DigiOne.Outreach.Storage;

/// <summary>Has each transaction, and each writing command outside of one, wait for its <see cref="WriteTurns"/>.</summary>
internal sealed class TakeWriteTurns : DbCommandInterceptor, IDbTransactionInterceptor, IDbConnectionInterceptor
{
    private static readonly string[] Writing = ["INSERT", "UPDATE", "DELETE"];

    public InterceptionResult<DbTransaction> TransactionStarting(
        DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result)
    {
        if (Writes(eventData))
            WriteTurns.Of(connection).Take(connection);
        return result;
    }

    public async ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
        DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result, CancellationToken cancellationToken = default)
    {
        if (Writes(eventData))
            await WriteTurns.Of(connection).TakeAsync(connection, cancellationToken);
        return result;
    }

    public void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => Give(eventData);

    public Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) =>
        GiveAsync(eventData);

    public void TransactionRolledBack(DbTransaction transaction, TransactionEndEventData eventData) => Give(eventData);

    public Task TransactionRolledBackAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) =>
        GiveAsync(eventData);

    // A transaction that was only dropped ends here, and one that never began below.
    public void ConnectionClosed(DbConnection connection, ConnectionEndEventData eventData) => Give(connection);

    public Task ConnectionClosedAsync(DbConnection connection, ConnectionEndEventData eventData) => GiveAsync(connection);

    public void ConnectionDisposed(DbConnection connection, ConnectionEndEventData eventData) => Give(connection);

    public Task ConnectionDisposedAsync(DbConnection connection, ConnectionEndEventData eventData) => GiveAsync(connection);

    public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
    {
        Take(command);
        return result;
    }

    public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        await TakeAsync(command, cancellationToken);
        return result;
    }

    public override int NonQueryExecuted(DbCommand command, CommandExecutedEventData eventData, int result)
    {
        Give(command);
        return result;
    }

    public override ValueTask<int> NonQueryExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        Give(command);
        return ValueTask.FromResult(result);
    }

    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        Take(command);
        return result;
    }

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        await TakeAsync(command, cancellationToken);
        return result;
    }

    public override InterceptionResult DataReaderDisposing(DbCommand command, DataReaderDisposingEventData eventData, InterceptionResult result)
    {
        Give(command);
        return result;
    }

    public override void CommandFailed(DbCommand command, CommandErrorEventData eventData) => Give(command);

    public override Task CommandFailedAsync(DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        Give(command);
        return Task.CompletedTask;
    }

    public override void CommandCanceled(DbCommand command, CommandEndEventData eventData) => Give(command);

    public override Task CommandCanceledAsync(DbCommand command, CommandEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Give(command);
        return Task.CompletedTask;
    }

    // A snapshot takes nobody's place (Snapshots).
    private static bool Writes(TransactionStartingEventData starting) => starting.IsolationLevel != IsolationLevel.ReadUncommitted;

    // What belongs to a transaction has its turn from there.
    private static bool IsAlone(DbCommand command) =>
        command is { Connection: not null, Transaction: null }
        && Writing.Any(word => command.CommandText.AsSpan().TrimStart().StartsWith(word, StringComparison.OrdinalIgnoreCase));

    private static void Take(DbCommand command)
    {
        if (IsAlone(command))
            WriteTurns.Of(command.Connection!).Take(command.Connection!);
    }

    private static Task TakeAsync(DbCommand command, CancellationToken cancellationToken) =>
        IsAlone(command) ? WriteTurns.Of(command.Connection!).TakeAsync(command.Connection!, cancellationToken) : Task.CompletedTask;

    private static void Give(DbCommand command)
    {
        if (IsAlone(command))
            Give(command.Connection!);
    }

    private static void Give(TransactionEndEventData eventData)
    {
        if (eventData.Context?.Database.GetDbConnection() is { } connection)
            Give(connection);
    }

    private static Task GiveAsync(TransactionEndEventData eventData)
    {
        Give(eventData);
        return Task.CompletedTask;
    }

    private static void Give(DbConnection connection) => WriteTurns.Of(connection).Give(connection);

    private static Task GiveAsync(DbConnection connection)
    {
        Give(connection);
        return Task.CompletedTask;
    }
}
