using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Deliveries;

/// <summary>A mailing on its way while things break, and what must be true of it afterwards.</summary>
internal static class FaultyMailing
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Sends to this many readers, from now on.</summary>
    internal static async Task<MailingId> SendToAsync(this IServiceProvider services, int readers)
    {
        await services.MakeListAsync();
        await services.SubscribeManyAsync(readers);
        return await services.ScheduleAsync(TimeProvider.System.GetUtcNow());
    }

    /// <summary>
    /// Waits until it is closed, with every pause before a retry over at once, and looks whether the sum is right, the
    /// ledger says what the relay knows, and nobody was lost or got it twice.
    /// </summary>
    internal static async Task<Certificate> ShouldAddUpAsync(this IServiceProvider services, MailingId mailing, ScriptedSmtpServer relay)
    {
        await Eventually.BecomesAsync(
            async () =>
            {
                await HastenAsync(services);
                return ((await services.MailingAsync(mailing)).State, await services.CountAsync(mailing));
            },
            seen => seen.State == MailingState.Closed);
        var certificate = await services.WaitUntilClosedAsync(mailing);
        var counts = certificate.Counts;
        (counts.Accepted + counts.Rejected + counts.Skipped + counts.Cancelled + counts.InDoubt).ShouldBe(counts.Candidates);

        var rows = await services.DeliveriesAsync(mailing);
        rows.Count.ShouldBe(counts.Candidates);
        var landed = relay.Accepted.SelectMany(mail => mail.To).ToList();
        landed.ShouldBeUnique();
        landed.Order().ShouldBe(rows.Where(row => row.State == DeliveryState.Accepted).Select(row => row.Address).Order());
        rows.ShouldAllBe(row => !string.IsNullOrEmpty(row.LastReply), "Every row says what became of it.");
        (await services.AllAsync<Attempt>()).ShouldAllBe(attempt => attempt.Reply.Length > 0, "So does every try.");
        return certificate;
    }

    /// <summary>Ends every pause before a retry.</summary>
    internal static async Task HastenAsync(IServiceProvider services)
    {
        await using var db = services.GetRequiredService<IDbContextFactory<OutreachDb>>().CreateDbContext();
        var now = TimeProvider.System.GetUtcNow();
        await db.Set<Delivery>().Where(row => row.State == DeliveryState.Deferred && row.NextAttemptAt > now)
            .ExecuteUpdateAsync(row => row.SetProperty(r => r.NextAttemptAt, now), Token);
    }
}
