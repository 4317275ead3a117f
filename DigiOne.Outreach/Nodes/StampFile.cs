using System.Globalization;
using System.Text;
using DigiOne.Outreach.Storage;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Nodes;

/// <summary>
/// What the data folder knows about the database: its stamp, and the last heartbeat that was committed to it. It is
/// written after the commit, so that the database is never behind it, unless an older one was put in its place.
/// </summary>
internal sealed class StampFile(IOptions<StorageOptions> options)
{
    /// <summary>Writing one takes milliseconds: what is so much older was left by a crash.</summary>
    private static readonly TimeSpan LeftAfter = TimeSpan.FromMinutes(1);

    private readonly string _path = options.Value.Engine == StorageEngine.Sqlite
        ? $"{options.Value.SqlitePath}.stamp"
        : Path.Combine(options.Value.DataFolder, "postgres.stamp");

    private bool _isTidy;

    /// <summary>What it says; null where there is none, or none that can be read.</summary>
    /// <exception cref="IOException">The file is there and cannot be opened.</exception>
    internal Stamp? Read()
    {
        if (!File.Exists(_path))
            return null;
        return File.ReadAllText(_path).Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries) is [var identity, var beat]
            && long.TryParse(beat, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new Stamp(identity, number)
            : null;
    }

    /// <summary>Replaces what it says.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    internal void Write(Stamp stamp)
    {
        PrivateFolder.Create(options.Value.DataFolder);
        // Whole or not at all, also where several processes share the folder: in containers all of them have the same id.
        var unfinished = $"{_path}.{Guid.CreateVersion7():N}";
        using (var written = File.Create(unfinished))
        {
            written.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{stamp.Identity} {stamp.Beat}\n")));
            // An empty file after a power cut would make a copy of a database that is none.
            written.Flush(flushToDisk: true);
        }

        File.Move(unfinished, _path, overwrite: true);
        RemoveLeft();
    }

    // What a crash left was left before this process began: it is looked for once.
    private void RemoveLeft()
    {
        if (_isTidy)
            return;
        _isTidy = true;
        // By the folder's own clock, which may be another machine's.
        var before = File.GetLastWriteTimeUtc(_path) - LeftAfter;
        var (folder, name) = (Path.GetDirectoryName(Path.GetFullPath(_path))!, Path.GetFileName(_path));
        foreach (var left in Directory.EnumerateFiles(folder, $"{name}.*").Where(file => IsUnfinished(file) && File.GetLastWriteTimeUtc(file) < before))
            File.Delete(left);
    }

    // Nobody else's file is touched: a person may have kept a copy beside it.
    private bool IsUnfinished(string file) =>
        Path.GetExtension(file) is ['.', .. var ending] && Guid.TryParseExact(ending, "N", out _)
        && Path.GetFileName(file) == $"{Path.GetFileName(_path)}.{ending}";
}

/// <summary>What stands outside the database about it.</summary>
/// <param name="Identity">Which database.</param>
/// <param name="Beat">Its last heartbeat that is known here.</param>
internal sealed record Stamp(string Identity, long Beat);
