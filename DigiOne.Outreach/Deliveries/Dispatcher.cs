using DigiOne.Outreach.Mail;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// Drains the ledger: for each sender one loop that claims, and on each of its routes as many connections as the route
/// allows. When it stops, messages under way run to their answers and what was claimed is given back.
/// </summary>
internal sealed class Dispatcher(SenderDirectory senders, ClaimLoop claims, IServiceProvider services) : BackgroundService
{
    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Hosted services start one after another; the first claim need not hold up the web.
        await Task.Yield();
        await Task.WhenAll(senders.Senders.Select(sender => RunAsync(sender, stoppingToken)));
    }

    private async Task RunAsync(MailSender sender, CancellationToken stoppingToken)
    {
        var claimed = ClaimLoop.CreateBuffer(sender.Routes.Sum(route => route.Connections));
        var connections = sender.Routes
            .SelectMany(route => Enumerable.Range(0, route.Connections).Select(_ => route))
            .Select(route => ActivatorUtilities.CreateInstance<ConnectionLoop>(services, sender, route, claimed.Reader).RunAsync(stoppingToken))
            .ToList();
        try
        {
            await claims.RunAsync(sender, claimed.Writer, stoppingToken);
        }
        finally
        {
            claimed.Writer.Complete();
            await Task.WhenAll(connections);
            await claims.ReleaseAsync(claimed.Reader);
        }
    }
}
