using System.Data.Common;
using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Deliveries;

/// <summary>One of the ledger's statements on one connection. Its command is made once: making it costs as much as running it.</summary>
internal sealed class LedgerStatement(DbConnection connection, string sql, StorageEngine engine) : IAsyncDisposable
{
    private readonly bool _takesNow = sql.Contains("@now", StringComparison.Ordinal);
    private readonly bool _takesLease = sql.Contains("@lease", StringComparison.Ordinal);
    private DbCommand? _command;

    /// <summary>The command, filled, for a connection that takes one at a time.</summary>
    internal DbCommand Command(string entries, DateTimeOffset now, DateTimeOffset lease)
    {
        if (_command is null)
        {
            _command = connection.CreateCommand();
            _command.CommandText = sql;
            Fill(_command.Parameters, _command.CreateParameter, entries, now, lease);
            return _command;
        }

        var next = 0;
        _command.Parameters[next].Value = entries;
        if (_takesNow)
            _command.Parameters[++next].Value = engine.Stored(now);
        if (_takesLease)
            _command.Parameters[++next].Value = engine.Stored(lease);
        return _command;
    }

    /// <summary>Adds it to a batch, which leaves in one piece.</summary>
    internal void AddTo(DbBatch batch, string entries, DateTimeOffset now, DateTimeOffset lease)
    {
        var command = batch.CreateBatchCommand();
        command.CommandText = sql;
        Fill(command.Parameters, command.CreateParameter, entries, now, lease);
        batch.BatchCommands.Add(command);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _command?.DisposeAsync() ?? ValueTask.CompletedTask;

    private void Fill(DbParameterCollection parameters, Func<DbParameter> create, string entries, DateTimeOffset now, DateTimeOffset lease)
    {
        Add("@entries", entries);
        if (_takesNow)
            Add("@now", engine.Stored(now));
        if (_takesLease)
            Add("@lease", engine.Stored(lease));

        void Add(string name, object value)
        {
            var parameter = create();
            parameter.ParameterName = name;
            parameter.Value = value;
            parameters.Add(parameter);
        }
    }
}
