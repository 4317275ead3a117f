using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Hosting;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;

namespace DigiOne.Outreach.Tests.Deliveries;

/// <summary>A started mailing to a thousand people in a house that stands still, with the tripwire that watches it.</summary>
internal sealed class WatchedMailing : IAsyncDisposable
{
    private WatchedMailing(StillOutreach house, MailingId mailing) => (House, Mailing) = (house, mailing);

    internal StillOutreach House { get; }

    internal MailingId Mailing { get; }

    /// <param name="engine">The engine.</param>
    /// <param name="change">Changes the settings.</param>
    /// <param name="domains">Where people have their mailboxes, in turn.</param>
    internal static async Task<WatchedMailing> StartAsync(StorageEngine engine, Action<Settings>? change = null, params string[] domains)
    {
        var house = await StillOutreach.CreateAsync(engine, change);
        await house.Services.MakeListAsync();
        string[] mailboxes = domains is [] ? ["kunta.example"] : domains;
        await house.Services.SubscribeAsync(Enumerable.Range(0, 1000).Select(n => $"lukija{n}@{mailboxes[n % mailboxes.Length]}"));
        var mailing = await house.Services.ScheduleAsync(house.Now);
        await house.StartMailingAsync(mailing);
        return new WatchedMailing(house, mailing);
    }

    internal static LedgerEntry.Outcome Rejected(ClaimedDelivery delivery) => new(delivery, DeliveryState.Rejected, "rele", "550 5.1.1 unknown", null);

    internal static LedgerEntry.Outcome InDoubt(ClaimedDelivery delivery) => new(delivery, DeliveryState.InDoubt, "rele", "The connection was lost.", null);

    /// <summary>The canary, claimed.</summary>
    internal Task<IReadOnlyList<ClaimedDelivery>> ClaimCanaryAsync() => House.ClaimAsync(Mailing, 500, canaryOnly: true);

    /// <summary>Has messages taken by their receivers.</summary>
    internal async Task AcceptAsync(IEnumerable<ClaimedDelivery> claimed)
    {
        foreach (var delivery in claimed)
            await House.WriteAsync(StillOutreach.Intent(delivery), StillOutreach.Accepted(delivery));
    }

    /// <summary>Has messages put off by their receivers, for a minute.</summary>
    internal async Task DeferAsync(IEnumerable<ClaimedDelivery> claimed)
    {
        foreach (var delivery in claimed)
            await House.WriteAsync(StillOutreach.Intent(delivery), House.Deferred(delivery));
    }

    /// <summary>What the engine does twice a second.</summary>
    internal Task<bool> LookAsync() => House.Services.UseAsync<Tripwire, bool>(async tripwire =>
    {
        await tripwire.ExecuteAsync(TestContext.Current.CancellationToken);
        return true;
    });

    internal Task<Mailing> ReadAsync() => House.Services.MailingAsync(Mailing);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => House.DisposeAsync();
}
