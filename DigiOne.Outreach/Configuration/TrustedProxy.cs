using System.Net;

namespace DigiOne.Outreach.Configuration;

/// <summary>Reading of the addresses that forwarded headers are believed from.</summary>
public static class TrustedProxy
{
    /// <summary>Reads an address (<c>10.0.0.5</c>) or a network (<c>10.0.0.0/8</c>); a network of everyone is refused.</summary>
    public static bool TryParse(string text, out IPNetwork network)
    {
        if (IPNetwork.TryParse(text, out network))
            return network.PrefixLength > 0;

        // IPAddress also reads "10" as 0.0.0.10, which nobody means.
        if (!IPAddress.TryParse(text, out var address) || !(text.Contains(':', StringComparison.Ordinal) || text.Count(c => c == '.') == 3))
            return false;

        network = new IPNetwork(address, address.GetAddressBytes().Length * 8);
        return true;
    }
}
