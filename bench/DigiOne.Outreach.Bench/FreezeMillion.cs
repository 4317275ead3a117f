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

    internal static async Task<string> MeasureAsync(Scale scale, CancellationToken cancellationToken)
    {
        var (people, suppressed) = (scale.People(1_000_000), scale.People(1_000_000) / 100);
        var lines = new List<string>();
        foreach (var engine in Enum.GetValues<StorageEngine>())
        {
            var (frozen, copied) = (new List<double>(), new List<double>());
            for (var round = 0; round < scale.Rounds; round++)
            {
                var (freeze, copy) = await MeasureAsync(engine, people, suppressed, cancellationToken);
                frozen.Add(freeze.TotalSeconds);
                copied.Add(copy.TotalSeconds);
            }

            lines.Add(string.Create(
                CultureInfo.InvariantCulture, $"| {engine} | {Median.Of(frozen):0.0} | {Median.Of(copied):0.0} | {Median.Of(frozen) / Median.Of(copied):0.0} |"));
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            ## {Title}

            An audience of {people:N0} from two lists that overlap by a tenth, with {suppressed:N0} suppressions, in ranges of at most 50 ms; both engines durable.
            Yardstick: copying the same people in one statement. Medians of {scale.Rounds}.

            | | freeze, s | copy, s | ratio |
            |---|---|---|---|
            {string.Join('\n', lines)}

            Goal: at most 15 s on each, then 5 s.

            """);
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
        if (candidates != people)
            throw new InvalidOperationException($"{candidates} of {people} were frozen.");

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
