using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Looks twice a second for mailings that can be closed, and for transactions whose process died.</summary>
internal sealed partial class MailingCloser(IServiceScopeFactory scopes, Ledger ledger, Leases leases, TimeProvider clock, ILogger<MailingCloser> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        // After an outage of the database every lease has ended, and living processes need a moment to renew theirs.
        var reachableSince = clock.GetTimestamp();
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(settle: clock.GetElapsedTime(reachableSince) > leases.Transaction, stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                reachableSince = clock.GetTimestamp();
                Log.Failed(logger, failure);
            }
        }
    }

    private async Task LookAsync(bool settle, CancellationToken stoppingToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (settle)
            await scope.ServiceProvider.GetRequiredService<SettleLostTransactions>().ExecuteAsync(ledger.UnderWay, stoppingToken);
        await scope.ServiceProvider.GetRequiredService<RenewCertificates>().ExecuteAsync(stoppingToken);
        await scope.ServiceProvider.GetRequiredService<Tripwire>().ExecuteAsync(stoppingToken);
        var frozen = await scope.ServiceProvider.GetRequiredService<OutreachDb>().Set<Mailing>()
            .Where(mailing => mailing.State == MailingState.Sending && mailing.FrozenAt != null)
            .Select(mailing => mailing.Id)
            .ToListAsync(stoppingToken);
        foreach (var mailing in frozen)
        {
            await using var own = scopes.CreateAsyncScope();
            if (await own.ServiceProvider.GetRequiredService<CloseMailing>().ExecuteAsync(mailing, stoppingToken))
                Log.Closed(logger, mailing);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Mailing {Mailing} is closed: its sum is right")]
        internal static partial void Closed(ILogger logger, MailingId mailing);

        [LoggerMessage(Level = LogLevel.Error, Message = "Looking for mailings to close failed; it is tried again in half a second")]
        internal static partial void Failed(ILogger logger, Exception failure);
    }
}
