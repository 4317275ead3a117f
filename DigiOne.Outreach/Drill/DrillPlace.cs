using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Drill;

/// <summary>
/// A drill's own data folder and database. Nothing of it comes from the configuration, so that no drill ever touches the
/// configured rows; all of it is gone when disposed, except a folder that somebody wants to keep.
/// </summary>
internal sealed class DrillPlace : IAsyncDisposable
{
    private readonly bool _kept;
    private readonly ScratchDatabase? _database;

    private DrillPlace(string folder, bool kept, ScratchDatabase? database)
    {
        Folder = folder;
        _kept = kept;
        _database = database;
        Storage = new StorageOptions { DataFolder = folder, Postgres = database?.ConnectionString };
    }

    /// <summary>The data folder.</summary>
    internal string Folder { get; }

    /// <summary>What leads to the database.</summary>
    internal StorageOptions Storage { get; }

    /// <summary>Makes the folder, and on PostgreSQL a database.</summary>
    /// <param name="postgres">A connection string to a server; null for SQLite.</param>
    /// <param name="keep">The folder to keep; null for one in the temporary folder, which is deleted.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="DrillFailure">The folder to keep holds something.</exception>
    internal static async Task<DrillPlace> CreateAsync(string? postgres, string? keep, CancellationToken cancellationToken)
    {
        if (keep is not null && (File.Exists(keep) || (Directory.Exists(keep) && Directory.EnumerateFileSystemEntries(keep).Any())))
            throw new DrillFailure($"{Path.GetFullPath(keep)} is not empty. A drill keeps its data in an empty folder or a new one.");

        var database = postgres is null ? null : await ScratchDatabase.CreateAsync(postgres, cancellationToken);
        var folder = keep ?? Path.Combine(Path.GetTempPath(), $"outreach-drill-{Guid.CreateVersion7():n}");
        PrivateFolder.Create(folder);
        return new DrillPlace(Path.GetFullPath(folder), keep is not null, database);
    }

    /// <summary>
    /// Bytes written so far: a difference says what some work cost. Beside SQLite those that this process wrote into files;
    /// of PostgreSQL those of its log, with whatever else the server did meanwhile.
    /// </summary>
    internal async Task<long> BytesWrittenAsync(CancellationToken cancellationToken) =>
        _database is null ? OwnProcess.BytesWritten : await _database.LogPositionAsync(cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
            await _database.DisposeAsync();
        if (!_kept)
            Directory.Delete(Folder, recursive: true);
    }
}
