using System.Globalization;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Hosting;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Bench;

/// <summary>How long after its due time an item's first message is accepted, with many items in one minute.</summary>
internal static class DueToAccepted
{
    internal const string Title = "Due time to first message accepted";

    private const int Items = 1000;
    private static readonly TimeSpan Spread = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Lead = TimeSpan.FromSeconds(15);

    internal static async Task<string> MeasureAsync(CancellationToken cancellationToken)
    {
        var work = await SerialWork.MeasureAsync(Items, cancellationToken);
        var waits = await HostAsync(cancellationToken);
        var beyond = waits.P99 - work.P99;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            ## {Title}

            {Items} newsletters to one reader each, due at times spread evenly over one minute, in the embedded host (SQLite with
            `synchronous=FULL`, capture folder) after it has sent one message. Yardstick in the same run: the same work, one item after another, without the clockwork.

            | ms | median | p99 | longest |
            |---|---|---|---|
            {waits.Row("due time to accepted, in the host")}
            {work.Row("the work itself, serially")}

            p99 beyond the work's p99: **{beyond.TotalMilliseconds:0} ms** (goal: at most 1,000); ratio of the p99s {waits.P99 / work.P99:0.0}.

            """);
    }

    private static async Task<Percentiles> HostAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("outreach-bench-").FullName;
        try
        {
            var settings = BenchSettings.In(folder);
            // Written as the command line would, so that the host starts with rows and alarms to rebuild.
            await using (var services = OutreachHost.CreateServices(settings))
            {
                await services.GetRequiredService<Migrator>().MigrateAsync(cancellationToken);
                await Mailings.SubscribeReaderAsync(services, cancellationToken);
                var later = TimeProvider.System.GetUtcNow() + TimeSpan.FromHours(1);
                for (var item = 0; item < Items; item++)
                    await Mailings.ScheduleAsync(services, later, cancellationToken);
            }

            await SpreadAsync(settings, cancellationToken);
            await using var app = OutreachHost.CreateWeb(settings);
            await app.StartAsync(cancellationToken);
            // The first message pays for compiling; nothing that was measured serially waited for that either, but the first.
            var first = await Mailings.ScheduleAsync(app.Services, TimeProvider.System.GetUtcNow(), cancellationToken);
            var waits = await WaitAsync(app.Services, first, cancellationToken);
            await app.StopAsync(cancellationToken);
            return waits;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task SpreadAsync(Settings settings, CancellationToken cancellationToken)
    {
        await using var services = OutreachHost.CreateServices(settings);
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<OutreachDb>();
        var first = TimeProvider.System.GetUtcNow() + Lead;
        var n = 0;
        var items = await db.Set<Timing.DueItem>().ToDictionaryAsync(item => item.SubjectId, cancellationToken);
        foreach (var mailing in await db.Set<Mailing>().ToListAsync(cancellationToken))
        {
            mailing.DueAt = first + (Spread * n++ / Items);
            items[mailing.Id.Value].DueAt = mailing.DueAt;
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private static async Task<Percentiles> WaitAsync(IServiceProvider services, MailingId first, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(TimeSpan.FromSeconds(2), cancellationToken);
            await using var scope = services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<OutreachDb>();
            var measured = db.Set<Delivery>().Where(delivery => delivery.MailingId != first && delivery.State == DeliveryState.Accepted);
            if (await measured.CountAsync(cancellationToken) < Items)
                continue;

            var dueAt = await db.Set<Mailing>().AsNoTracking().ToDictionaryAsync(mailing => mailing.Id, mailing => mailing.DueAt, cancellationToken);
            var accepted = await measured.AsNoTracking().ToListAsync(cancellationToken);
            return new Percentiles(accepted.Select(delivery => delivery.SettledAt!.Value - dueAt[delivery.MailingId]));
        }
    }
}
