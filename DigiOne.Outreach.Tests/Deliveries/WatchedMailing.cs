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

    internal static async Task<WatchedMailing> StartAsync(StorageEngine engine, Action<Settings>? change = null)
    {
        var house = await StillOutreach.CreateAsync(engine, change);
        await house.Services.MakeListAsync();
        await house.Services.SubscribeManyAsync(1000);
        var mailing = await house.Services.ScheduleAsync(house.Now);
        await house.StartMailingAsync(mailing);
        return new WatchedMailing(house, mailing);
    }

    internal static LedgerEntry.Outcome Rejected(ClaimedDelivery delivery) => new(delivery, DeliveryState.Rejected, "rele", "550 5.1.1 unknown", null);

    internal static LedgerEntry.Outcome InDoubt(ClaimedDelivery delivery) => new(delivery, DeliveryState.InDoubt, "rele", "The connection was lost.", null);

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
