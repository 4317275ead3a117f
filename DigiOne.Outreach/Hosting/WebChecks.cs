using System.Net;
using DigiOne.Outreach.Configuration;

namespace DigiOne.Outreach.Hosting;

internal static class WebChecks
{
    internal static IEnumerable<ConfigurationProblem> Of(WebOptions web)
    {
        if (web.Listen.Count == 0)
            yield return new("Web:Listen", "the list is empty", "name at least one address such as http://localhost:5080");

        foreach (var (index, address) in web.Listen.Index().Where(item => !IsListenAddress(item.Item)))
            yield return new(
                $"Web:Listen:{index}", $"'{address}' is no address to listen on",
                "give http://, then localhost, an IP address or *, and a port, such as http://localhost:5080; TLS belongs to the proxy in front");

        foreach (var (index, proxy) in web.TrustedProxies.Index().Where(item => !TrustedProxy.TryParse(item.Item, out _)))
            yield return new(
                $"Web:TrustedProxies:{index}", $"'{proxy}' names no proxy",
                "give an address such as 10.0.0.5 or a network such as 10.0.0.0/8, never everyone");
    }

    private static bool IsListenAddress(string text)
    {
        try
        {
            var address = BindingAddress.Parse(text);
            // Kestrel takes any other host name for "every interface", and finds no free port for localhost.
            return address is { Scheme: "http", PathBase: "", Port: >= 0 and <= 65535 }
                && (address.Host == "localhost" ? address.Port > 0 : address.Host is "*" or "+" || IPAddress.TryParse(address.Host, out _));
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
