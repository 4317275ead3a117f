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

    // What goes first meets a runtime that compiles: of a thousand items ten decide their p99.
    private const int Cold = 200;
    private const int Items = 1000;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan Lead = TimeSpan.FromSeconds(15);

    internal static async Task<Measured> MeasureAsync(Scale scale, CancellationToken cancellationToken)
    {
        var (cold, items) = (scale.Of(Cold), scale.Of(Items));
        var work = await SerialWork.MeasureAsync(cold, items, cancellationToken);
        var waits = await HostAsync(cold + items, cancellationToken);
        var (first, counted) = (new Percentiles(waits.Take(cold)), new Percentiles(waits.Skip(cold)));
        return new Measured(
            string.Create(
                CultureInfo.InvariantCulture,
                $"p99 **{counted.P99.TotalMilliseconds:0} ms** (goal: at most 1,000, then 300), {counted.P99 / work.P99:0.0} times that of the work itself; the longest of the {cold} that go before, uncounted, {first.Longest.TotalMilliseconds:0} ms"),
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                {items:N0} newsletters to one reader each, due every {Pace.TotalMilliseconds:0} ms, in the embedded host (SQLite with `synchronous=FULL`, capture folder). {cold} go before
                them at the same pace and are not counted: they meet a runtime that has just started and compiles. Yardstick in the same run: the same work, one item
                after another, without the clockwork, after {cold} as well.

                | ms | median | p99 | longest |
                |---|---|---|---|
                {counted.Row("due time to accepted, in the host")}
                {work.Row("the work itself, serially")}
                {first.Row($"due time to accepted, the first {cold}")}
                """));
    }

    /// <returns>How long each took, in the order in which they were due.</returns>
    private static async Task<IReadOnlyList<TimeSpan>> HostAsync(int items, CancellationToken cancellationToken)
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
                for (var item = 0; item < items; item++)
                    await Mailings.ScheduleAsync(services, later, cancellationToken);
            }

            await SpreadAsync(settings, cancellationToken);
            await using var app = OutreachHost.CreateWeb(settings);
            await app.StartAsync(cancellationToken);
            var waits = await WaitAsync(app.Services, items, cancellationToken);
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
            mailing.DueAt = first + (Pace * n++);
            items[mailing.Id.Value].DueAt = mailing.DueAt;
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private static async Task<IReadOnlyList<TimeSpan>> WaitAsync(IServiceProvider services, int items, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(TimeSpan.FromSeconds(2), cancellationToken);
            await using var scope = services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<OutreachDb>();
            var accepted = db.Set<Delivery>().Where(delivery => delivery.State == DeliveryState.Accepted);
            if (await accepted.CountAsync(cancellationToken) < items)
                continue;

            var times = await accepted
                .Join(db.Set<Mailing>(), delivery => delivery.MailingId, mailing => mailing.Id, (delivery, mailing) => new { mailing.DueAt, delivery.SettledAt })
                .ToListAsync(cancellationToken);
            return [.. times.OrderBy(time => time.DueAt).Select(time => time.SettledAt!.Value - time.DueAt)];
        }
    }
}
