using System.Diagnostics;
using System.Globalization;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Drill;
using DigiOne.Outreach.Hosting;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Bench;

/// <summary>Freezing an audience from two lists, beside copying the same people in one statement.</summary>
internal static class FreezeMillion
{
    internal const string Title = "Freezing a million";

    private static readonly Uri Nowhere = new("smtp://127.0.0.1:9");

    internal static async Task<Measured> MeasureAsync(Scale scale, CancellationToken cancellationToken)
    {
        var (people, suppressed) = (scale.Of(1_000_000), scale.Of(1_000_000) / 100);
        var server = await PostgresServer.AskAsync(DrillRun.Postgres, cancellationToken);
        var (lines, headlines) = (new List<string>(), new List<string>());
        foreach (var engine in Enum.GetValues<StorageEngine>())
        {
            var (frozen, copied) = (new List<double>(), new List<double>());
            for (var round = 0; round < scale.Rounds; round++)
            {
                var (freeze, copy) = await MeasureAsync(engine, people, suppressed, cancellationToken);
                frozen.Add(freeze.TotalSeconds);
                copied.Add(copy.TotalSeconds);
            }

            headlines.Add(string.Create(CultureInfo.InvariantCulture, $"{engine} **{Median.Of(frozen):0.0} s**"));
            lines.Add(string.Create(
                CultureInfo.InvariantCulture, $"| {engine} | {Median.Of(frozen):0.0} | {Median.Of(copied):0.0} | {Median.Of(frozen) / Median.Of(copied):0.0} |"));
        }

        return new Measured(
            $"{string.Join(", ", headlines)} (goal: at most 15 on each, then 5)",
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                An audience of {people:N0} from two lists that overlap by a tenth, {suppressed:N0} of them suppressed and found skipped, in ranges that hold the writer for 50 ms on SQLite and 250 ms on PostgreSQL. SQLite has
                `synchronous=FULL`; of PostgreSQL {server.Durability}. Yardstick: copying the same people in one statement. Medians of {scale.Rounds}.

                | | freeze, s | copy, s | ratio |
                |---|---|---|---|
                {string.Join('\n', lines)}
                """),
            server.Name);
    }

    private static async Task<(TimeSpan Freeze, TimeSpan Copy)> MeasureAsync(
        StorageEngine engine, int people, int suppressed, CancellationToken cancellationToken)
    {
        await using var place = await DrillPlace.CreateAsync(engine == StorageEngine.Postgres ? DrillRun.Postgres : null, keep: null, cancellationToken);
        var settings = DrillSettings.Create(place.Storage, Nowhere, EndToEnd.Connections, Path.Combine(BenchSettings.Root, "templates"));
        await using var services = OutreachHost.CreateServices(settings);
        await services.GetRequiredService<Migrator>().MigrateAsync(cancellationToken);
        await using var scope = services.CreateAsyncScope();
        var lists = await ActivatorUtilities.CreateInstance<DrillPeople>(scope.ServiceProvider).SeedAsync(people, lists: 2, suppressed, cancellationToken);
        var mailing = await ActivatorUtilities.CreateInstance<DrillIssue>(scope.ServiceProvider).ScheduleAsync(lists, size: 7_000, cancellationToken);

        var started = Stopwatch.GetTimestamp();
        await scope.ServiceProvider.GetServices<IDueWork>().OfType<FreezeAudience>().Single().ActivateAsync(mailing.Value, cancellationToken);
        var freeze = Stopwatch.GetElapsedTime(started);
        var db = scope.ServiceProvider.GetRequiredService<OutreachDb>();
        var candidates = (await db.Set<Mailing>().AsNoTracking().SingleAsync(row => row.Id == mailing, cancellationToken)).Candidates;
        var skipped = await db.Set<Delivery>().CountAsync(row => row.MailingId == mailing && row.SkipReason == SkipReason.HardBounce, cancellationToken);
        var waiting = await db.Set<Delivery>().CountAsync(row => row.MailingId == mailing && row.State == DeliveryState.Waiting, cancellationToken);
        if ((candidates, skipped, waiting) != (people, suppressed, people - suppressed))
            throw new InvalidOperationException($"Of {people} people, {suppressed} of them suppressed, {candidates} were frozen: {skipped} skipped as suppressed, {waiting} to be sent to.");

        started = Stopwatch.GetTimestamp();
        await db.Database.ExecuteSqlRawAsync(
            """
            CREATE TABLE copied AS SELECT c.id, c.address, c.name, c.language FROM contacts c
            WHERE c.id IN (SELECT contact_id FROM subscriptions)
            """,
            cancellationToken);
        return (freeze, Stopwatch.GetElapsedTime(started));
    }
}
