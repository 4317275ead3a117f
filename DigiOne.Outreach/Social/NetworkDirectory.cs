using System.Diagnostics.CodeAnalysis;
using DigiOne.Outreach.Social.Networks;

namespace DigiOne.Outreach.Social;

/// <summary>The networks that posts can go to, in the order that pages show them.</summary>
internal sealed class NetworkDirectory(IEnumerable<INetworkConnector> connectors)
{
    private readonly Dictionary<string, INetworkConnector> _connectors =
        connectors.ToDictionary(connector => connector.Capabilities.Network, StringComparer.OrdinalIgnoreCase);

    /// <summary>All of them.</summary>
    internal IReadOnlyCollection<INetworkConnector> All => _connectors.Values;

    /// <summary>Finds one by its key.</summary>
    internal bool TryFind(string network, [NotNullWhen(true)] out INetworkConnector? connector) => _connectors.TryGetValue(network, out connector);
}
