using System.Globalization;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Drill;
using DigiOne.Outreach.Hosting;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Bench;

/// <summary>How long a message that somebody waits for takes while a large mailing is frozen and goes out, beside an idle house.</summary>
internal static class TransactionalBesideBulk
{
    internal const string Title = "Transactional mail beside a bulk mailing";

    // Fewer would tell little: of 300 three decide the p99. A freeze takes seconds.
    private const int LeastMailed = 300;
    private const int LeastFreezing = 20;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    internal static async Task<Measured> MeasureAsync(Scale scale, CancellationToken cancellationToken)
    {
        var people = scale.Of(1_000_000);
        await using var sink = await SinkProcess.StartAsync(cancellationToken);
        await using var place = await DrillPlace.CreateAsync(postgres: null, keep: null, cancellationToken);
        var settings = DrillSettings.Create(place.Storage, sink.Address, EndToEnd.Connections, Path.Combine(BenchSettings.Root, "templates"));
        using var host = OutreachHost.CreateWorker(settings);
        await host.Services.GetRequiredService<Migrator>().MigrateAsync(cancellationToken);
        await using var scope = host.Services.CreateAsyncScope();
        var lists = await ActivatorUtilities.CreateInstance<DrillPeople>(scope.ServiceProvider).SeedAsync(people, lists: 1, suppressed: 0, cancellationToken);
        await host.StartAsync(cancellationToken);

        var samples = new SampledMail(host.Services);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sending = samples.SendAsync(enough.Token);
        await Task.Delay(WarmUp, cancellationToken);
        var idleFrom = TimeProvider.System.GetUtcNow();
        await Task.Delay(scale.IsTiny ? WarmUp : Idle, cancellationToken);
        var bulk = await ActivatorUtilities.CreateInstance<DrillIssue>(scope.ServiceProvider).ScheduleAsync(lists, size: 7_000, cancellationToken);
        var (mailing, account) = await UntilClosedAsync(host.Services, bulk, TimeSpan.FromSeconds(120 + (people / 100.0)), cancellationToken);
        await enough.CancelAsync();
        await sending;
        var times = await samples.TimesAsync(cancellationToken);
        await host.StopAsync(cancellationToken);

        var (began, frozen, ended) = (mailing.ActivatedAt!.Value, mailing.FrozenAt!.Value, account.LastAcceptedAt!.Value);
        var idle = Within(times.Where(time => time.From >= idleFrom && time.Until < began));
        var freezing = Within(times.Where(time => time.Until >= began && time.From < frozen));
        var mailed = Within(times.Where(time => time.Until >= frozen && time.From <= ended));
        if (account.Counts.Accepted != people || mailed.Count < Math.Max(LeastMailed / scale.Divisor, 1) || freezing.Count < LeastFreezing / scale.Divisor)
            throw new InvalidOperationException(
                $"{account.Counts.Accepted} of {people} of the large mailing were accepted, with {freezing.Count} messages during its freeze and {mailed.Count} beside it: too few to tell.");

        return new Measured(
            $"p99 **{freezing.P99InWords}** during the freeze and **{mailed.P99InWords}** beside the mailing (goal: at most 1,000, then 250), {idle.P99InWords} in an idle house",
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                From writing its rows to the outcome, one message every {SampledMail.Every.TotalMilliseconds:0} ms without waiting for the last, SQLite, {EndToEnd.Connections} connections. They begin before
                an audience of {people:N0} is frozen, and go on until the last of its messages is accepted, {(ended - began).TotalSeconds:0} s later. A message counts wherever a part of
                its wait lay.

                | ms | median | p99 | longest |
                |---|---|---|---|
                {idle.Row($"while nothing else goes out ({idle.Count})")}
                {freezing.Row($"during the freeze ({freezing.Count})")}
                {mailed.Row($"from there to the mailing's last outcome ({mailed.Count})")}
                """));
    }

    private static Percentiles Within(IEnumerable<(DateTimeOffset From, DateTimeOffset Until)> times) => new(times.Select(time => time.Until - time.From));

    private static async Task<(Mailing Mailing, Certificate Account)> UntilClosedAsync(
        IServiceProvider services, MailingId id, TimeSpan patience, CancellationToken cancellationToken)
    {
        for (var waited = TimeSpan.Zero; waited < patience; waited += Look)
        {
            await Task.Delay(Look, cancellationToken);
            await using var scope = services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<OutreachDb>();
            if (await db.Set<Certificate>().AsNoTracking().SingleOrDefaultAsync(row => row.MailingId == id, cancellationToken) is { } account)
                return (await db.Set<Mailing>().AsNoTracking().SingleAsync(row => row.Id == id, cancellationToken), account);
        }

        throw new InvalidOperationException($"After {patience.TotalMinutes:0} minutes the large mailing is not closed.");
    }
}
