using DigiOne.Outreach.Configuration;
using Microsoft.AspNetCore.HttpOverrides;

namespace DigiOne.Outreach.Hosting;

internal static class TrustedProxies
{
    /// <summary>Believes forwarded headers from the configured proxies, through a chain of them, and from nobody else.</summary>
    internal static IServiceCollection AddTrustedProxies(this IServiceCollection services, WebOptions web) =>
        services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            // With no known proxy the middleware would believe everyone.
            if (web.TrustedProxies.Count == 0)
                return;

            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            forwarded.ForwardLimit = null;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var proxy in web.TrustedProxies)
                if (TrustedProxy.TryParse(proxy, out var network))
                    forwarded.KnownIPNetworks.Add(network);
        });
}
