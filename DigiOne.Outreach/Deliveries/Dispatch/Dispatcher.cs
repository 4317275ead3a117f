using DigiOne.Outreach.Mail;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// Drains the ledger: for each sender one loop per lane that claims, and on each of its routes as many connections as the
/// route allows. When it stops, messages under way run to their answers and what was claimed is given back.
/// </summary>
internal sealed class Dispatcher(SenderDirectory senders, ClaimLoop claims, WarmUps warmUps, Draining draining, IServiceProvider services)
    : BackgroundService
{
    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Hosted services start one after another; the first claim need not hold up the web.
        await Task.Yield();
        // Services stop one after another too; messages under way need all the time that there is.
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, draining.Begun);
        await Task.WhenAll(senders.Senders.Select(sender => RunAsync(sender, stopping.Token)));
        await warmUps.ReturnAsync();
    }

    private async Task RunAsync(MailSender sender, CancellationToken stoppingToken)
    {
        var queue = new ClaimedQueue(sender.Routes);
        var share = ActivatorUtilities.CreateInstance<RouteShare>(services, sender.Routes);
        var connections = sender.Routes.SelectMany(route => ConnectionsTo(route, sender, queue, share, stoppingToken)).ToList();
        try
        {
            await Task.WhenAll(Enum.GetValues<Lane>().Select(lane => claims.RunAsync(sender, lane, queue, stoppingToken)));
        }
        finally
        {
            queue.Complete();
            await Task.WhenAll(connections);
            await claims.ReleaseAsync(queue);
        }
    }

    // The last of several is kept for the transactional lane: a relay that takes its time over bulk mail holds up nobody
    // who waits for a confirmation.
    private IEnumerable<Task> ConnectionsTo(
        IMailRoute route, MailSender sender, ClaimedQueue queue, RouteShare share, CancellationToken stoppingToken) =>
        Enumerable.Range(1, route.Connections).Select(number =>
        {
            var lane = number > 1 && number == route.Connections ? Lane.Transactional : Lane.Bulk;
            var next = ActivatorUtilities.CreateInstance<NextDelivery>(services, sender, route, queue, lane, share);
            var hear = ActivatorUtilities.CreateInstance<HearAnswer>(services, route, next);
            return ActivatorUtilities.CreateInstance<ConnectionLoop>(services, sender, route, next, hear).RunAsync(stoppingToken);
        });
}
