using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Nodes;

/// <summary>Identity of a <see cref="Node"/>: a process that starts again is another one.</summary>
public readonly record struct NodeId(Guid Value) : IGuidId<NodeId>
{
    /// <inheritdoc />
    public static NodeId From(Guid value) => new(value);

    /// <inheritdoc />
    public override string ToString() => Value.ToString();
}

/// <summary>A process that serves from the database. Its row goes when it stops, or when nothing was heard of it for <see cref="Heartbeat.DeadAfter"/>.</summary>
public sealed class Node
{
    /// <summary>Identity.</summary>
    public required NodeId Id { get; init; }

    /// <summary>What people know it by: the machine's name and the process's number there.</summary>
    public required string Name { get; init; }

    /// <summary>When it started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Its last sign of life.</summary>
    public required DateTimeOffset HeartbeatAt { get; set; }
}
