using System.Globalization;
using System.Text.Json.Nodes;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Drill;
using DigiOne.Outreach.Hosting;
using DigiOne.Outreach.Rendering;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Bench;

/// <summary>How long a message that somebody waits for takes while a large mailing is frozen and goes out, beside an idle house.</summary>
internal static class TransactionalBesideBulk
{
    internal const string Title = "Transactional mail beside a bulk mailing";

    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(10);

    internal static async Task<string> MeasureAsync(Scale scale, CancellationToken cancellationToken)
    {
        var people = scale.People(1_000_000);
        await using var sink = await SinkProcess.StartAsync(cancellationToken);
        await using var place = await DrillPlace.CreateAsync(postgres: null, keep: null, cancellationToken);
        var settings = DrillSettings.Create(place.Storage, sink.Address, EndToEnd.Connections, Path.Combine(BenchSettings.Root, "templates"));
        using var host = OutreachHost.CreateWorker(settings);
        await host.Services.GetRequiredService<Migrator>().MigrateAsync(cancellationToken);
        await using var scope = host.Services.CreateAsyncScope();
        var lists = await ActivatorUtilities.CreateInstance<DrillPeople>(scope.ServiceProvider).SeedAsync(people, lists: 1, suppressed: 0, cancellationToken);
        await host.StartAsync(cancellationToken);

        await SendAsync(host.Services, messages: 50, cancellationToken);
        var idleFrom = TimeProvider.System.GetUtcNow();
        await SendAsync(host.Services, messages: scale.Divisor > 1 ? 20 : 600, cancellationToken);
        var bulkFrom = TimeProvider.System.GetUtcNow();
        var bulk = await ActivatorUtilities.CreateInstance<DrillIssue>(scope.ServiceProvider).ScheduleAsync(lists, size: 7_000, cancellationToken);
        await SendAsync(host.Services, messages: scale.Divisor > 1 ? 50 : 1_800, cancellationToken);
        await Task.Delay(Settle, cancellationToken);
        var text = await ReportAsync(host.Services, people, bulk, idleFrom, bulkFrom, cancellationToken);
        await host.StopAsync(cancellationToken);
        return text;
    }

    private static async Task SendAsync(IServiceProvider services, int messages, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Every);
        for (var message = 0; message < messages; message++)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
            await using var scope = services.CreateAsyncScope();
            var template = scope.ServiceProvider.GetRequiredService<TemplateLibrary>().LoadInline("<p>{{ contact.name }}</p>", null);
            scope.ServiceProvider.GetRequiredService<ScheduleMailing>().Add(
                new MailingDraft
                {
                    Name = "Vahvistus",
                    Kind = MailingKind.Test,
                    SenderKey = DrillSettings.Sender,
                    Template = template,
                    Variants = new Dictionary<string, VariantDraft> { ["fi"] = new(new JsonObject()) },
                    Recipients = [new Recipient(DrillPeople.Address(1), "Väinö Lukija", "fi")],
                    DueAt = TimeProvider.System.GetUtcNow(),
                },
                cancellationToken);
            await scope.ServiceProvider.GetRequiredService<OutreachDb>().SaveChangesAsync(cancellationToken);
        }
    }

    private static async Task<string> ReportAsync(
        IServiceProvider services, int people, MailingId bulk, DateTimeOffset idleFrom, DateTimeOffset bulkFrom, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<OutreachDb>();
        var frozenAt = (await db.Set<Mailing>().AsNoTracking().SingleAsync(row => row.Id == bulk, cancellationToken)).FrozenAt
            ?? throw new InvalidOperationException("The large mailing is not frozen yet.");
        var waits = await db.Set<Mailing>().Where(mailing => mailing.Lane == Lane.Transactional && mailing.CreatedAt >= idleFrom)
            .Join(db.Set<Delivery>(), mailing => mailing.Id, delivery => delivery.MailingId, (mailing, delivery) => new { mailing.CreatedAt, delivery.SettledAt })
            .ToListAsync(cancellationToken);
        if (waits.Any(wait => wait.SettledAt is null))
            throw new InvalidOperationException($"{waits.Count(wait => wait.SettledAt is null)} of {waits.Count} messages never left.");

        string Row(string name, DateTimeOffset from, DateTimeOffset until)
        {
            var within = waits.Where(wait => wait.CreatedAt >= from && wait.CreatedAt < until).Select(wait => wait.SettledAt!.Value - wait.CreatedAt).ToList();
            return within.Count == 0 ? $"| {name} | | | |" : new Percentiles(within).Row($"{name} ({within.Count})");
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            ## {Title}

            From writing its rows to the outcome, one message every {Every.TotalMilliseconds:0} ms, SQLite, {EndToEnd.Connections} connections, while an audience of {people:N0} is frozen
            and its mailing goes out.

            | ms | median | p99 | longest |
            |---|---|---|---|
            {Row("while nothing else goes out", idleFrom, bulkFrom)}
            {Row("during the freeze", bulkFrom, frozenAt)}
            {Row("during the mailing", frozenAt, DateTimeOffset.MaxValue)}

            Goal: p99 at most 1,000 ms, then 250.

            """);
    }
}
