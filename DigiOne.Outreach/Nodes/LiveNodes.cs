namespace DigiOne.Outreach.Nodes;

/// <summary>The nodes that were alive at this process's last heartbeat: rates are divided by their number.</summary>
internal sealed class LiveNodes
{
    private volatile IReadOnlyList<Node> _all = [];

    /// <summary>How many there are, from 1 up: this process is one of them.</summary>
    internal int Count => Math.Max(1, _all.Count);

    /// <summary>All of them, the longest-serving first.</summary>
    internal IReadOnlyList<Node> All
    {
        get => _all;
        set => _all = value;
    }
}
