using DigiOne.Outreach.Mail;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Deliveries;

/// <summary>The paces of all relays that have one.</summary>
internal sealed class RelayPaces
{
    /// <summary>How much work may wait for a relay that has a pace: leases must not end in the queue.</summary>
    internal static readonly TimeSpan QueueTime = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, RelayPace> _paces = new(StringComparer.OrdinalIgnoreCase);

    public RelayPaces(IOptions<MailOptions> options, CountNodes nodes, TimeProvider clock)
    {
        foreach (var (name, relay) in options.Value.Relays)
            if (Rate.Of(relay.PerMinute, relay.PerHour) is { Count: > 0 } rates)
                _paces.Add(name, new RelayPace(rates, nodes, clock));
    }

    /// <summary>The pace of a route; null where it has none.</summary>
    internal RelayPace? Of(IMailRoute route) => _paces.GetValueOrDefault(route.Name);

    /// <summary>How many may wait for a route alone.</summary>
    internal int Most(IMailRoute route) =>
        Of(route) is { } pace ? (int)Math.Min(int.MaxValue, Math.Ceiling(pace.PerSecond * QueueTime.TotalSeconds)) : int.MaxValue;

    /// <summary>Messages a second that a sender's routes allow together; null where one of them has no pace.</summary>
    internal double? PerSecond(MailSender sender)
    {
        var all = 0.0;
        foreach (var route in sender.Routes)
        {
            if (Of(route) is not { } pace)
                return null;
            all += pace.PerSecond;
        }

        return all;
    }
}
