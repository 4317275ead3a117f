using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Deliveries;

/// <summary>One connection of the engine in a house that stands still: it takes what a test claimed, and ends after that.</summary>
internal static class OneConnection
{
    /// <summary>Makes a started mailing to this many, and claims all of it.</summary>
    internal static async Task<(MailingId Mailing, IReadOnlyList<ClaimedDelivery> Claimed)> ClaimAllAsync(this StillOutreach outreach, int readers)
    {
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(readers);
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now);
        await outreach.StartMailingAsync(mailing);
        return (mailing, await outreach.ClaimAsync(mailing, readers));
    }

    /// <summary>Sends what was claimed over one connection to a route; no more than its queue holds.</summary>
    internal static async Task SendAsync(this StillOutreach outreach, IEnumerable<ClaimedDelivery> claimed, IMailRoute route, CancellationToken? stop = null)
    {
        await outreach.OpenLedgerAsync();
        outreach.Services.GetRequiredService<SenderDirectory>().TryFind("digione", out var sender).ShouldBeTrue();
        sender = sender with { Routes = [route] };
        var queue = new ClaimedQueue(sender.Routes);
        foreach (var delivery in claimed)
            await queue.PutAsync(delivery.Lane, delivery, TestContext.Current.CancellationToken);
        queue.Complete();
        var share = ActivatorUtilities.CreateInstance<RouteShare>(outreach.Services, sender.Routes);
        var next = ActivatorUtilities.CreateInstance<NextDelivery>(outreach.Services, sender, route, queue, Lane.Bulk, share);
        var hear = ActivatorUtilities.CreateInstance<HearAnswer>(outreach.Services, route, next);
        await ActivatorUtilities.CreateInstance<ConnectionLoop>(outreach.Services, sender, route, next, hear)
            .RunAsync(stop ?? TestContext.Current.CancellationToken);
    }
}

/// <summary>A route that takes everything. Something may happen when a message is announced, while its intent is being written.</summary>
internal sealed class OpenRoute : IMailRoute, IMailConnection
{
    internal Func<Task> WhenAnnounced { get; init; } = () => Task.CompletedTask;

    /// <summary>What is answered for a recipient; null for a good answer.</summary>
    internal Func<string, HandOver?> Answer { get; init; } = _ => null;

    internal List<string> Taken { get; } = [];

    /// <summary>Who may be announced behind whom.</summary>
    internal List<(string To, string Next)> Following { get; } = [];

    internal int Withdrawals { get; private set; }

    public string Name { get; init; } = "rele";

    public int Connections => 1;

    public IMailConnection CreateConnection() => this;

    public Task<HandOver.Deferred?> OpenAsync(CancellationToken cancellationToken) => Task.FromResult<HandOver.Deferred?>(null);

    public async ValueTask AnnounceAsync(WireMessage message) => await WhenAnnounced();

    public Task<HandOver> HandOverAsync(WireMessage message, WireMessage? following, CancellationToken giveUp)
    {
        Taken.Add(message.Envelope.To);
        if (following is not null)
            Following.Add((message.Envelope.To, following.Envelope.To));
        return Task.FromResult(Answer(message.Envelope.To) ?? new HandOver.Accepted(new SmtpReply(250, "2.0.0", "queued")));
    }

    public void Withdraw() => Withdrawals++;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
