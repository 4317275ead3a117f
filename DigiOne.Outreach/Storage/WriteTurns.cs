using System.Collections.Concurrent;
using System.Data.Common;

namespace DigiOne.Outreach.Storage;

/// <summary>
/// Whose turn it is in this process to write into a SQLite file: first come, first served. SQLite has one writer and no
/// queue for its place: who finds it taken asks again after a pause, and beside one that writes without end asks in vain
/// for seconds. That there is only one writer is SQLite's own doing; this only keeps the order.
/// </summary>
internal sealed class WriteTurns : IDisposable
{
    // Whoever writes for longer, or has forgotten to give the place back, loses it, and SQLite decides.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly ConcurrentDictionary<string, WriteTurns> Files = new(StringComparer.Ordinal);

    private readonly SemaphoreSlim _place = new(1, 1);
    private DbConnection? _holder;

    /// <summary>Those of the connection's file. Its name is another once the connection is open; that by which it is opened stays.</summary>
    internal static WriteTurns Of(DbConnection connection) => Files.GetOrAdd(connection.ConnectionString, _ => new WriteTurns());

    /// <summary>Waits for the connection's turn, unless it is its turn already.</summary>
    internal async Task TakeAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        if (Holds(connection))
            return;
        await _place.WaitAsync(Patience, cancellationToken);
        Volatile.Write(ref _holder, connection);
    }

    /// <inheritdoc cref="TakeAsync"/>
    internal void Take(DbConnection connection)
    {
        if (Holds(connection))
            return;
        _place.Wait(Patience);
        Volatile.Write(ref _holder, connection);
    }

    /// <summary>Ends the connection's turn; nothing where it is not its turn.</summary>
    internal void Give(DbConnection connection)
    {
        if (ReferenceEquals(Interlocked.CompareExchange(ref _holder, null, connection), connection))
            _place.Release();
    }

    /// <inheritdoc />
    public void Dispose() => _place.Dispose();

    private bool Holds(DbConnection connection) => ReferenceEquals(Volatile.Read(ref _holder), connection);
}
