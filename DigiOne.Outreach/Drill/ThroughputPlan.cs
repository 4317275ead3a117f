using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Drill;

/// <summary>What a throughput drill is to send.</summary>
internal sealed record ThroughputPlan
{
    /// <summary>To how many people.</summary>
    internal required int Recipients { get; init; }

    /// <summary>Over how many connections, the one that is kept for the transactional lane included.</summary>
    internal required int Connections { get; init; }

    /// <summary>About how long each message is, in bytes.</summary>
    internal required int Size { get; init; }

    /// <summary>Whether each is signed with RSA-2048.</summary>
    internal required bool Dkim { get; init; }

    /// <summary>Connection string to a PostgreSQL server; null for SQLite.</summary>
    internal required string? Postgres { get; init; }

    /// <summary>Where to; null for a sink of its own.</summary>
    internal required Uri? Relay { get; init; }

    /// <summary>The templates folder.</summary>
    internal required string Templates { get; init; }

    /// <summary>The data folder to keep; null for a temporary one.</summary>
    internal required string? Keep { get; init; }

    /// <summary>Whether somebody watches the progress, which costs a little.</summary>
    internal required bool IsWatched { get; init; }

    /// <summary>The engine that it runs on.</summary>
    internal StorageEngine Engine => Postgres is null ? StorageEngine.Sqlite : StorageEngine.Postgres;
}

/// <summary>What a throughput drill has measured.</summary>
/// <param name="Recipients">How many people, each of whom was accepted.</param>
/// <param name="Connections">Over how many connections.</param>
/// <param name="Dkim">Whether it was signed.</param>
/// <param name="Engine">On which engine.</param>
/// <param name="MessagesPerSecond">Accepted messages over the time from the start of freezing to the last outcome.</param>
/// <param name="CpuSecondsPerThousand">Processor time of this process, all threads, per 1,000 messages.</param>
/// <param name="PeakMemoryBytes">The most memory that this process held.</param>
/// <param name="DatabaseBytesWritten">
/// What this process wrote into files beside SQLite; there the growth of the whole PostgreSQL server's log, which others fill as well.
/// </param>
internal sealed record ThroughputResult(
    int Recipients, int Connections, bool Dkim, StorageEngine Engine, double MessagesPerSecond, double CpuSecondsPerThousand,
    long PeakMemoryBytes, long DatabaseBytesWritten);
