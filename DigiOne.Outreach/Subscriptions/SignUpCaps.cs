using System.Net;
using System.Net.Sockets;
using DigiOne.Outreach.Audience;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Subscriptions;

/// <summary>
/// How many forms this node takes from an address, a network, and in all. Each allowance is an hour's worth at once and
/// comes back evenly over the hour (the generic cell rate algorithm: all that is kept is when the next form is due).
/// </summary>
internal sealed class SignUpCaps(IOptions<SignUpOptions> options, TimeProvider clock)
{
    private const int KeptOfIPv6 = 8;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly Lock _counting = new();
    private readonly Dictionary<string, DateTimeOffset> _next = [];

    /// <summary>Takes one form, unless one of the allowances is used up.</summary>
    /// <returns>Whether it was taken.</returns>
    internal bool TryTake(IPAddress? address)
    {
        var limits = options.Value;
        var from = address ?? IPAddress.None;
        (string Key, int Limit)[] counted =
        [
            (HostOf(from), limits.PerAddress), (ShortenedAddress.Of(from), limits.PerNetwork), ("", limits.InAll),
        ];
        var now = clock.GetUtcNow();
        lock (_counting)
        {
            if (!counted.All(cap => NextOf(cap.Key, now) - now <= Hour - (Hour / cap.Limit)))
                return false;
            foreach (var (key, limit) in counted)
                _next[key] = NextOf(key, now) + (Hour / limit);
            // Only forms that were taken are remembered, two keys each: there are no more of them than the allowance in all.
            if (_next.Count > 4 * limits.InAll)
                foreach (var over in _next.Where(entry => entry.Value <= now).Select(entry => entry.Key).ToList())
                    _next.Remove(over);
            return true;
        }
    }

    private DateTimeOffset NextOf(string key, DateTimeOffset now) => _next.TryGetValue(key, out var next) && next > now ? next : now;

    // Whoever has an IPv6 connection has 2^64 addresses.
    private static string HostOf(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (plain.AddressFamily != AddressFamily.InterNetworkV6)
            return plain.ToString();
        var bytes = plain.GetAddressBytes();
        bytes.AsSpan(KeptOfIPv6).Clear();
        return new IPAddress(bytes).ToString();
    }
}
