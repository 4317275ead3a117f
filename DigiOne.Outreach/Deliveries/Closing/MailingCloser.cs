using System.Collections.Concurrent;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// Looks twice a second for mailings that can be closed or that nobody sends, for rejections, and for transactions whose
/// process died. What fails with one of them holds up none of the others, and closing, which counts a million rows, holds up
/// no look at rejections.
/// </summary>
internal sealed partial class MailingCloser(IServiceScopeFactory scopes, Ledger ledger, Leases leases, TimeProvider clock, ILogger<MailingCloser> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    // After an outage of the database every lease has ended, and living processes need a moment to renew theirs.
    private long _reachableSince = clock.GetTimestamp();
    private readonly ConcurrentDictionary<Type, DateTimeOffset> _nextTurns = [];

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.WhenAll(RepeatAsync(WatchAsync, stoppingToken), RepeatAsync(CloseAsync, stoppingToken));
    }

    /// <summary>Looks once for all of it. No failure leaves it.</summary>
    internal async Task LookAsync(CancellationToken stoppingToken)
    {
        await WatchAsync(stoppingToken);
        await CloseAsync(stoppingToken);
    }

    private async Task RepeatAsync(Func<CancellationToken, Task> look, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await look(stoppingToken);
    }

    private async Task WatchAsync(CancellationToken stoppingToken)
    {
        if (clock.GetElapsedTime(_reachableSince) > leases.Transaction)
            await TryInTurnAsync<SettleLostTransactions>(settle => settle.ExecuteAsync(ledger.UnderWay, stoppingToken), stoppingToken);
        await TryInTurnAsync<TellMissingSenders>(tell => tell.ExecuteAsync(stoppingToken), stoppingToken);
        await TryInTurnAsync<Tripwire>(tripwire => tripwire.ExecuteAsync(stoppingToken), stoppingToken);
    }

    private async Task CloseAsync(CancellationToken stoppingToken)
    {
        await TryInTurnAsync<RenewCertificates>(renew => renew.ExecuteAsync(stoppingToken), stoppingToken);
        IReadOnlyList<MailingId> frozen = [];
        await TryAsync<OutreachDb>(
            async db => frozen = await db.Set<Mailing>()
                .Where(mailing => mailing.State == MailingState.Sending && mailing.FrozenAt != null)
                .Select(mailing => mailing.Id)
                .ToListAsync(stoppingToken),
            stoppingToken);
        foreach (var mailing in frozen)
            await TryAsync<CloseMailing>(
                async close =>
                {
                    if (await close.ExecuteAsync(mailing, stoppingToken))
                        Log.Closed(logger, mailing);
                },
                stoppingToken);
    }

    // These look at many rows: where that takes long they come seldom, so that it never takes more than a tenth of the time.
    private async Task TryInTurnAsync<TStep>(Func<TStep, Task> take, CancellationToken stoppingToken)
        where TStep : notnull
    {
        if (clock.GetUtcNow() < _nextTurns.GetValueOrDefault(typeof(TStep)))
            return;
        var started = clock.GetTimestamp();
        await TryAsync(take, stoppingToken);
        _nextTurns[typeof(TStep)] = clock.GetUtcNow() + (10 * clock.GetElapsedTime(started));
    }

    private async Task TryAsync<TStep>(Func<TStep, Task> take, CancellationToken stoppingToken)
        where TStep : notnull
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await take(scope.ServiceProvider.GetRequiredService<TStep>());
        }
        catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
        {
            if (DatabaseFailure.IsLost(failure))
                _reachableSince = clock.GetTimestamp();
            Log.Failed(logger, failure, typeof(TStep).Name);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Mailing {Mailing} is closed: its sum is right")]
        internal static partial void Closed(ILogger logger, MailingId mailing);

        [LoggerMessage(Level = LogLevel.Error, Message = "{Step} failed; it is tried again in half a second")]
        internal static partial void Failed(ILogger logger, Exception failure, string step);
    }
}
