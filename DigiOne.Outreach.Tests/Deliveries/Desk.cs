using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Hosting;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Deliveries;

/// <summary>A connection's place in a house that stands still, with claimed deliveries of which some wait in the queue.</summary>
internal sealed class Desk : IAsyncDisposable
{
    private Desk(StillOutreach outreach, IReadOnlyList<ClaimedDelivery> claimed)
    {
        (Outreach, Claimed) = (outreach, claimed);
        outreach.Services.GetRequiredService<SenderDirectory>().TryFind("digione", out var sender).ShouldBeTrue();
        Queue = new ClaimedQueue(sender!.Routes);
        Health = outreach.Services.GetRequiredService<RouteHealth>();
        Next = ActivatorUtilities.CreateInstance<NextDelivery>(
            outreach.Services, sender, sender.Routes[0], Queue, Lane.Bulk, ActivatorUtilities.CreateInstance<RouteShare>(outreach.Services, sender.Routes));
    }

    internal StillOutreach Outreach { get; }

    internal IReadOnlyList<ClaimedDelivery> Claimed { get; }

    internal ClaimedQueue Queue { get; }

    internal RouteHealth Health { get; }

    internal NextDelivery Next { get; }

    /// <summary>Claims a mailing to this many, and queues the first of them for the relay "rele".</summary>
    internal static async Task<Desk> OpenAsync(StorageEngine engine, int readers, int queued, Action<Settings>? change = null)
    {
        var outreach = await StillOutreach.CreateAsync(engine, settings =>
        {
            settings.SendThrough(2525);
            change?.Invoke(settings);
        });
        var (_, claimed) = await outreach.ClaimAllAsync(readers);
        // What is put off is written.
        await outreach.OpenLedgerAsync();
        var desk = new Desk(outreach, claimed);
        foreach (var delivery in claimed.Take(queued))
            await desk.Queue.PutAsync(Lane.Bulk, delivery, TestContext.Current.CancellationToken);
        return desk;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => Outreach.DisposeAsync();
}
