using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// Drains the ledger: for each sender one loop that claims, and on each of its routes as many connections as the route
/// allows. When it stops, messages under way run to their answers and what was claimed is given back.
/// </summary>
internal sealed partial class Dispatcher(SenderDirectory senders, ClaimLoop claims, IServiceProvider services, ILogger<Dispatcher> logger) : BackgroundService
{
    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Hosted services start one after another; the first claim need not hold up the web.
        await Task.Yield();
        await SettleAfterCrashAsync(stoppingToken);
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

    // SQLite stands under one process, and this one has sent nothing yet: whoever held a lease is no more. On PostgreSQL it
    // may be another node, and the lease's end decides.
    private async Task SettleAfterCrashAsync(CancellationToken stoppingToken)
    {
        try
        {
            await using var scope = services.CreateAsyncScope();
            if (scope.ServiceProvider.GetRequiredService<OutreachDb>().Engine == StorageEngine.Sqlite)
                await scope.ServiceProvider.GetRequiredService<SettleLostTransactions>().ExecuteAllAsync(stoppingToken);
        }
        catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
        {
            Log.NotSettled(logger, failure);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "What the last process left could not be settled; it is when its leases end")]
        internal static partial void NotSettled(ILogger logger, Exception failure);
    }
}
