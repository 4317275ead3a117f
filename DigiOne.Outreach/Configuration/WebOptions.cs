namespace DigiOne.Outreach.Configuration;

/// <summary>How the service is reached: section <c>Web</c>.</summary>
public sealed class WebOptions
{
    /// <summary>
    /// Where the service listens, without TLS, which ends at the proxy in front: <c>http://localhost:5080</c>,
    /// <c>http://*:8080</c> for every interface. Default <c>http://localhost:5080</c>.
    /// </summary>
    public IList<string> Listen { get; set; } = ["http://localhost:5080"];

    /// <summary>Addresses or networks of the proxies whose X-Forwarded-For and X-Forwarded-Proto are believed. Default none.</summary>
    public IList<string> TrustedProxies { get; set; } = [];
}
