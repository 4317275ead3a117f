using DigiOne.Outreach.Social;
using DigiOne.Outreach.Social.Networks;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DigiOne.Outreach.Web.Api;

/// <summary>Networks that posts go to.</summary>
internal static class NetworksApi
{
    internal static void Map(RouteGroupBuilder api) =>
        api.MapGet("/networks", All).WithTags("Posts").Reads<NetworkCapabilities[]>("getNetworks", "The networks that posts go to, and which only rehearse");

    private static Ok<NetworkCapabilities[]> All(NetworkDirectory networks) =>
        TypedResults.Ok(networks.All.Select(connector => connector.Capabilities).OrderBy(network => network.Network, StringComparer.Ordinal).ToArray());
}
