using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Drill;

/// <summary>What a crash drill is to do.</summary>
internal sealed record CrashPlan
{
    /// <summary>Of the connections of one process: this many messages may be in doubt after each kill.</summary>
    internal const int Connections = 8;

    /// <summary>Fewer recipients per kill, and the mailing could be over before the last one.</summary>
    internal const int RecipientsPerKill = 20;

    /// <summary>
    /// Bytes that the system may hold of a message at either end of a connection, and so far less than a message: when the
    /// server has its first bytes, the client still writes, and its final dot is to come.
    /// </summary>
    internal const int SocketBuffer = 4096;

    /// <summary>About how long each message is, in bytes; Linux holds twice what it was told to, and a little more.</summary>
    internal const int MessageSize = 40_000;

    /// <summary>Short ones, so that a drill need not last for hours.</summary>
    internal static readonly Leases Leases = new() { Claim = TimeSpan.FromSeconds(2), Transaction = TimeSpan.FromSeconds(3) };

    /// <summary>To how many people.</summary>
    internal required int Recipients { get; init; }

    /// <summary>How often to kill.</summary>
    internal required int Kills { get; init; }

    /// <summary>How many processes send at once; more than one on PostgreSQL only.</summary>
    internal required int Nodes { get; init; }

    /// <summary>Connection string to a PostgreSQL server; null for SQLite.</summary>
    internal required string? Postgres { get; init; }

    /// <summary>The templates folder.</summary>
    internal required string Templates { get; init; }

    /// <summary>The data folder to keep; null for a temporary one.</summary>
    internal required string? Keep { get; init; }

    /// <summary>The engine that it runs on.</summary>
    internal StorageEngine Engine => Postgres is null ? StorageEngine.Sqlite : StorageEngine.Postgres;
}

/// <summary>What a crash drill has found.</summary>
/// <param name="Engine">On which engine.</param>
/// <param name="Nodes">With how many processes.</param>
/// <param name="Recipients">To how many people.</param>
/// <param name="Kills">How often a process was killed or put to sleep while there were deliveries with something still to come.</param>
/// <param name="Accepted">Whom the ledger says accepted.</param>
/// <param name="Lost">Whom the ledger does not account for, or accounts for wrongly.</param>
/// <param name="SentTwice">Whom the server accepted more than once.</param>
/// <param name="InDoubt">Whom the ledger holds in doubt.</param>
/// <param name="MaxInDoubtPerKill">The most that one kill left in doubt.</param>
internal sealed record CrashResult(
    StorageEngine Engine, int Nodes, int Recipients, int Kills, int Accepted, int Lost, int SentTwice, int InDoubt, int MaxInDoubtPerKill)
{
    /// <summary>Whether the promise held: nobody lost, nobody twice, and per kill at most one message a connection in doubt.</summary>
    internal bool Holds() => Lost == 0 && SentTwice == 0 && MaxInDoubtPerKill <= CrashPlan.Connections;
}
