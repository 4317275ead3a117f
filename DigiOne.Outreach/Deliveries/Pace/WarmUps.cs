using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Deliveries;

/// <summary>The relays that have a warm-up.</summary>
internal sealed class WarmUps : IDisposable
{
    private readonly Dictionary<string, WarmUp> _warmUps;

    public WarmUps(
        IOptions<MailOptions> options, IDbContextFactory<OutreachDb> databases, CountNodes nodes, LocalTime local, TimeProvider clock) =>
        _warmUps = options.Value.Relays.Where(relay => relay.Value.WarmUp is not null).ToDictionary(
            relay => relay.Key, relay => new WarmUp(relay.Key, relay.Value.WarmUp!, databases, nodes, local, clock), StringComparer.OrdinalIgnoreCase);

    /// <summary>The warm-up of a route; null where it has none.</summary>
    internal WarmUp? Of(string route) => _warmUps.GetValueOrDefault(route);

    /// <summary>Leaves what this process has taken of the day and not used to the others.</summary>
    internal async Task ReturnAsync()
    {
        foreach (var warmUp in _warmUps.Values)
            await warmUp.ReturnAsync();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var warmUp in _warmUps.Values)
            warmUp.Dispose();
    }
}
