using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Hosting;

/// <summary>
/// The right to serve from a data folder. Beside SQLite one process has it: two workers on one file would call each
/// other's messages lost. The operating system gives it back when the process ends, however it ends. Beside PostgreSQL
/// any number of processes serve, and the leases in the rows keep them apart.
/// </summary>
internal sealed class ServingPlace : IDisposable
{
    /// <summary>The lock's file in the data folder.</summary>
    internal const string LockFile = "serving.lock";

    private readonly IDisposable? _sole;

    private ServingPlace(IDisposable? sole) => _sole = sole;

    /// <summary>Takes the place; null while another process serves from there.</summary>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    internal static ServingPlace? TryTake(StorageOptions storage)
    {
        if (storage.Engine != StorageEngine.Sqlite)
            return new ServingPlace(null);

        PrivateFolder.Create(storage.DataFolder);
        return FileLock.TryTake(Path.Combine(storage.DataFolder, LockFile)) is { } sole ? new ServingPlace(sole) : null;
    }

    /// <summary>The sentence for who came second.</summary>
    internal static string TakenBy(StorageOptions storage) =>
        $"Another process serves from {Path.GetFullPath(storage.DataFolder)} already. Stop it first, or give this one another Storage:DataFolder.";

    /// <summary>
    /// Takes over what an earlier process left when it died: whoever is alone need not wait for its leases to end.
    /// </summary>
    internal async Task TakeOverAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        if (_sole is null)
            return;

        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<SettleLostTransactions>().ExecuteAllAsync(cancellationToken);
        await scope.ServiceProvider.GetRequiredService<OutreachDb>().Set<DueItem>()
            .Where(item => item.State == DueState.Waiting && item.TakenUntil != null)
            .ExecuteUpdateAsync(item => item.SetProperty(i => i.TakenUntil, (DateTimeOffset?)null), cancellationToken);
    }

    /// <inheritdoc />
    public void Dispose() => _sole?.Dispose();
}
