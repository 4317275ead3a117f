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
    private readonly string _path = options.Value.Engine == StorageEngine.Sqlite
        ? $"{options.Value.SqlitePath}.stamp"
        : Path.Combine(options.Value.DataFolder, "postgres.stamp");

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
        // Whole or not at all, also where several processes share the folder.
        var unfinished = $"{_path}.{Environment.ProcessId}";
        using (var written = File.Create(unfinished))
        {
            written.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{stamp.Identity} {stamp.Beat}\n")));
            // An empty file after a power cut would make a copy of a database that is none.
            written.Flush(flushToDisk: true);
        }

        File.Move(unfinished, _path, overwrite: true);
    }
}

/// <summary>What stands outside the database about it.</summary>
/// <param name="Identity">Which database.</param>
/// <param name="Beat">Its last heartbeat that is known here.</param>
internal sealed record Stamp(string Identity, long Beat);
