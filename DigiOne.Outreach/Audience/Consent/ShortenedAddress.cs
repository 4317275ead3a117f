using System.Net;
using System.Net.Sockets;

namespace DigiOne.Outreach.Audience;

/// <summary>An IP address as it may be kept: the network alone, which many share.</summary>
internal static class ShortenedAddress
{
    private const int KeptOfIPv4 = 24;
    private const int KeptOfIPv6 = 48;

    /// <summary>The /24 of an IPv4 address, also where it comes as an IPv6 one (RFC 4291 2.5.5.2), the /48 of an IPv6 address.</summary>
    internal static string Of(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var kept = plain.AddressFamily == AddressFamily.InterNetwork ? KeptOfIPv4 : KeptOfIPv6;
        var bytes = plain.GetAddressBytes();
        bytes.AsSpan(kept / 8).Clear();
        return $"{new IPAddress(bytes)}/{kept}";
    }
}
