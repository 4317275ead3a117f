using System.Diagnostics;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Hosting;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Bench;

/// <summary>
/// The yardstick of punctuality: the same work for the same items, one after another, by the same classes, with no
/// clockwork in between: due item, freezing, claim, message, intent, hand-over, outcome.
/// </summary>
internal static class SerialWork
{
    /// <param name="cold">How many go before, uncounted.</param>
    /// <param name="items">How many are counted.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal static async Task<Percentiles> MeasureAsync(int cold, int items, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("outreach-bench-").FullName;
        try
        {
            await using var services = new ServiceCollection().AddLogging().AddOutreach(BenchSettings.In(folder)).AddDeliveryEngine()
                .BuildServiceProvider();
            await services.GetRequiredService<Migrator>().MigrateAsync(cancellationToken);
            await Mailings.SubscribeReaderAsync(services, cancellationToken);
            var ledger = services.GetRequiredService<Ledger>();
            await ledger.StartAsync(cancellationToken);
            var now = TimeProvider.System.GetUtcNow();
            var mailings = new List<MailingId>(cold + items);
            while (mailings.Count < cold + items)
                mailings.Add(await Mailings.ScheduleAsync(services, now, cancellationToken));

            var times = new List<TimeSpan>(cold + items);
            foreach (var mailing in mailings)
            {
                var started = Stopwatch.GetTimestamp();
                await SendAsync(services, ledger, mailing, cancellationToken);
                times.Add(Stopwatch.GetElapsedTime(started));
            }

            await ledger.StopAsync(cancellationToken);
            return new Percentiles(times.Skip(cold));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task SendAsync(IServiceProvider services, Ledger ledger, MailingId id, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<RunDueItem>().ExecuteAsync(Mailing.DueKind, id.Value, cancellationToken);
        var mailing = await scope.ServiceProvider.GetRequiredService<OutreachDb>().Set<Mailing>().AsNoTracking()
            .SingleAsync(row => row.Id == id, cancellationToken);
        var delivery = (await services.GetRequiredService<ClaimDeliveries>().ExecuteAsync(
            new SendingMailing(id, mailing.DoubtPolicy, mailing.DueAt, HonoursQuietTimes: false), 50, onlyNew: false, cancellationToken)).Single();
        var sender = services.GetRequiredService<SenderDirectory>().Senders.Single();
        using var writer = new MessageWriter(TimeProvider.System);
        var message = services.GetRequiredService<ComposeDelivery>()
            .Execute(await services.GetRequiredService<MailingContents>().GetAsync(id), delivery, sender, writer);
        await using var connection = sender.Routes[0].CreateConnection();
        await ledger.WriteAsync(new LedgerEntry.Intent(delivery, message.MessageId));
        var answer = await connection.HandOverAsync(message, null, cancellationToken);
        await ledger.WriteAsync(services.GetRequiredService<JudgeHandOver>().Execute(delivery, sender.Routes[0].Name, answer));
    }
}
