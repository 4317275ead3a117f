using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// The ledger's own connection, kept open with its commands; after a failure it is thrown away and another opened. A group
/// is one transaction: on PostgreSQL one round trip and one commit, on SQLite one commit.
/// </summary>
internal sealed class LedgerConnection : IAsyncDisposable
{
    // Each entry finds its row by the primary key. The planner's figures are older than the mailing that was just frozen, and
    // by them it reads all of it for a handful of rows.
    private const string PlansForPostgres =
        "SET plan_cache_mode = force_generic_plan; SET jit = off; SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off";

    // "Intent before the message" rests on it, whoever decided otherwise for all other connections. What is stricter than
    // durable on one server stays.
    private const string DurableOnPostgres =
        "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly OutreachDb _db;
    private readonly DbConnection _connection;
    private readonly DbCommand _begin;
    private readonly DbCommand _commit;
    private readonly LedgerStatement _intend;
    private readonly LedgerStatement _settle;
    private readonly LedgerStatement _attempt;
    private readonly LedgerStatement _release;
    private readonly LedgerStatement _renew;
    private readonly LedgerStatement _revert;
    private readonly LedgerStatement _refuse;

    private LedgerConnection(OutreachDb db)
    {
        (_db, _connection) = (db, db.Database.GetDbConnection());
        (_begin, _commit) = (Plain("BEGIN IMMEDIATE"), Plain("COMMIT"));
        var statements = new LedgerStatements(db.Engine);
        _intend = new(_connection, statements.Intend, db.Engine);
        _settle = new(_connection, statements.Settle, db.Engine);
        _attempt = new(_connection, statements.Attempt, db.Engine);
        _release = new(_connection, statements.Release, db.Engine);
        _renew = new(_connection, statements.Renew, db.Engine);
        _revert = new(_connection, statements.Revert, db.Engine);
        _refuse = new(_connection, statements.Refuse, db.Engine);
    }

    /// <summary>Whether another process does the work.</summary>
    internal bool IsServer => _db.Engine == StorageEngine.Postgres;

    /// <summary>Opens it.</summary>
    internal static async Task<LedgerConnection> OpenAsync(IDbContextFactory<OutreachDb> databases)
    {
        var db = databases.CreateDbContext();
        try
        {
            await db.Database.OpenConnectionAsync();
            if (db.Engine == StorageEngine.Postgres)
                await db.Database.ExecuteSqlRawAsync($"{PlansForPostgres}; {DurableOnPostgres}");
            return new LedgerConnection(db);
        }
        catch
        {
            await db.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes a group of entries, all or none.</summary>
    /// <param name="entries">The entries, at most one of each kind per claim.</param>
    /// <param name="now">The time that they carry.</param>
    /// <param name="lease">Until when the intents among them hold.</param>
    /// <param name="isRepeated">Whether they may have been written before, by a commit whose answer was lost.</param>
    /// <returns>The claims that they applied to, intents and others apart.</returns>
    internal async Task<LedgerWritten> WriteAsync(
        IReadOnlyCollection<LedgerEntry> entries, DateTimeOffset now, DateTimeOffset lease, bool isRepeated)
    {
        var intents = Rows(entries.OfType<LedgerEntry.Intent>(), entry => new(
            entry.Delivery.Id.Value, entry.Delivery.Epoch, entry.MessageId, entry.Delivery.Attempts + 1));
        var outcomes = Rows(entries.OfType<LedgerEntry.Outcome>(), RowOf);
        var tries = Rows(
            entries.OfType<LedgerEntry.Outcome>().Where(entry => entry is { WasTried: true, State: DeliveryState.Deferred or DeliveryState.InDoubt } or { NothingLeft: true })
                // Who failed meanwhile writes the same once more, and a statement writes no row twice.
                .DistinctBy(entry => new ClaimKey(entry.Delivery.Id.Value, entry.Delivery.Epoch)), entry => RowOf(entry) with { Route = entry.Route });
        var releases = Rows(entries.OfType<LedgerEntry.Release>(), entry => new(entry.Delivery.Id.Value, entry.Delivery.Epoch));
        var renewals = Rows(entries.OfType<LedgerEntry.Renewal>(), entry => new(entry.Delivery.Id.Value, entry.Delivery.Epoch));

        var intended = new HashSet<ClaimKey>();
        var others = new HashSet<ClaimKey>();
        await RunAsync(
            [
                (_intend, intents, intended),
                (_settle, outcomes, others),
                (_attempt, tries, []),
                (_release, releases, others),
                (_renew, renewals, others),
            ],
            now, lease);
        if (intended.Count < intents.Count)
        {
            var refused = Rows(
                entries.OfType<LedgerEntry.Intent>().Where(entry => !intended.Contains(new ClaimKey(entry.Delivery.Id.Value, entry.Delivery.Epoch))), Before);
            await RunAsync([(_revert, isRepeated ? refused : [], []), (_refuse, refused, [])], now, lease);
        }

        return new LedgerWritten(intended, others);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var made in new IAsyncDisposable[] { _begin, _commit, _intend, _settle, _attempt, _release, _renew, _revert, _refuse })
            await made.DisposeAsync();
        await _db.DisposeAsync();
    }

    // In the order of ids, so that two processes that meet on the same rows wait for each other and do not deadlock.
    private static List<Row> Rows<TEntry>(IEnumerable<TEntry> entries, Func<TEntry, Row> row) => [.. entries.Select(row).OrderBy(made => made.Id)];

    private static Row Before(LedgerEntry.Intent entry) => new(
        entry.Delivery.Id.Value, entry.Delivery.Epoch, Attempts: entry.Delivery.Attempts,
        State: (entry.Delivery.IsNew ? DeliveryState.Waiting : DeliveryState.Deferred).ToString(), IsFirst: entry.Delivery.FirstIntentAt is null ? 1 : 0);

    private static Row RowOf(LedgerEntry.Outcome entry) => new(
        entry.Delivery.Id.Value, entry.Delivery.Epoch,
        State: entry.State.ToString(), Outcome: entry.IsDoubt ? nameof(DeliveryState.InDoubt) : null, Route: string.IsNullOrEmpty(entry.Route) ? null : entry.Route, Reply: entry.Reply,
        RetryAt: entry.RetryAt is { } at ? Microseconds.Of(at) : null, HeardAt: Microseconds.Of(entry.HeardAt),
        IsPlace: entry.IsPlace ? 1 : null);

    private async Task RunAsync(
        IEnumerable<(LedgerStatement Statement, List<Row> Rows, HashSet<ClaimKey> Applied)> statements, DateTimeOffset now, DateTimeOffset lease)
    {
        var wanted = statements.Where(statement => statement.Rows.Count > 0).ToList();
        if (wanted.Count == 0)
            return;

        if (_connection.CanCreateBatch)
        {
            await using var batch = _connection.CreateBatch();
            foreach (var (statement, rows, _) in wanted)
                statement.AddTo(batch, JsonSerializer.Serialize(rows, Json), now, lease);
            // The server remembers them by their text: planning one costs more than running it.
            await batch.PrepareAsync();
            await using var reader = await batch.ExecuteReaderAsync();
            foreach (var (_, _, applied) in wanted)
            {
                await ReadAsync(reader, applied);
                await reader.NextResultAsync();
            }

            return;
        }

        var turns = WriteTurns.Of(_connection);
        await turns.TakeAsync(_connection, CancellationToken.None);
        try
        {
            await RunInTurnAsync(wanted, now, lease);
        }
        finally
        {
            turns.Give(_connection);
        }
    }

    private async Task RunInTurnAsync(
        IEnumerable<(LedgerStatement Statement, List<Row> Rows, HashSet<ClaimKey> Applied)> statements, DateTimeOffset now, DateTimeOffset lease)
    {
        await _begin.ExecuteNonQueryAsync();
        try
        {
            foreach (var (statement, rows, applied) in statements)
            {
                await using var reader = await statement.Command(JsonSerializer.Serialize(rows, Json), now, lease).ExecuteReaderAsync();
                await ReadAsync(reader, applied);
            }

            await _commit.ExecuteNonQueryAsync();
        }
        catch
        {
            await RollBackAsync();
            throw;
        }
    }

    // A pool would hand the connection on as it is.
    private async Task RollBackAsync()
    {
        try
        {
            await using var rollBack = Plain("ROLLBACK");
            await rollBack.ExecuteNonQueryAsync();
        }
        catch (DbException)
        {
            // A full disk, for one, has rolled back already. Where it has not, nobody shall get this connection again.
            SqlitePool.Forget(_connection);
        }
    }

    private DbCommand Plain(string sql)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    private static async Task ReadAsync(DbDataReader reader, HashSet<ClaimKey> applied)
    {
        while (await reader.ReadAsync())
            applied.Add(new ClaimKey(reader.GetInt64(0), reader.GetInt32(1)));
    }

    private sealed record Row(
        long Id, int Epoch, string? MessageId = null, int? Attempts = null, string? State = null, string? Route = null, string? Reply = null, long? RetryAt = null,
        int? IsFirst = null, string? Outcome = null, long? HeardAt = null, int? IsPlace = null);
}

/// <summary>A delivery as one claim has it: a process whose lease ended in its queue may hold two of one delivery.</summary>
internal readonly record struct ClaimKey(long Id, int Epoch);

/// <summary>Which claims a group applied to.</summary>
/// <param name="Intended">Those whose messages may be handed over.</param>
/// <param name="Others">Those that another entry applied to.</param>
internal sealed record LedgerWritten(IReadOnlySet<ClaimKey> Intended, IReadOnlySet<ClaimKey> Others)
{
    /// <summary>It applied to nothing.</summary>
    internal static readonly LedgerWritten Nothing = new(new HashSet<ClaimKey>(), new HashSet<ClaimKey>());

    /// <summary>With what another group applied to.</summary>
    internal LedgerWritten And(LedgerWritten other) =>
        new(Intended.Union(other.Intended).ToHashSet(), Others.Union(other.Others).ToHashSet());

    /// <summary>Whether an entry applied.</summary>
    internal bool Applied(LedgerEntry entry) =>
        (entry is LedgerEntry.Intent ? Intended : Others).Contains(new ClaimKey(entry.Delivery.Id.Value, entry.Delivery.Epoch));
}
