using System.Diagnostics;
using System.Globalization;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Drill;
using DigiOne.Outreach.Hosting;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Bench;

/// <summary>Counting a segment of a million, and freezing a mailing that is narrowed by it, beside the same mailing without it.</summary>
internal static class SegmentMillion
{
    internal const string Title = "Segments of a million";

    // Two of three parts hold for most; the third asks another table.
    private static readonly SegmentFilter Filter = new SegmentFilter.All(
    [
        new SegmentFilter.Any(
        [
            new SegmentFilter.Condition("language", SegmentOperator.Is, ["fi"]),
            new SegmentFilter.Condition("municipality", SegmentOperator.Is, ["091", "049", "853"]),
        ]),
        new SegmentFilter.Not(new SegmentFilter.Condition("organisation", SegmentOperator.Contains, ["kirjasto"])),
        new SegmentFilter.Not(new SegmentFilter.Condition("received", SegmentOperator.WithinDays, ["7"])),
    ]);

    internal static async Task<Measured> MeasureAsync(Scale scale, CancellationToken cancellationToken)
    {
        var people = scale.Of(1_000_000);
        var server = await PostgresServer.AskAsync(DrillRun.Postgres, cancellationToken);
        var (lines, headlines) = (new List<string>(), new List<string>());
        foreach (var engine in Enum.GetValues<StorageEngine>())
        {
            var taken = await MeasureAsync(engine, people, cancellationToken);
            headlines.Add(string.Create(CultureInfo.InvariantCulture, $"{engine}: count **{taken.Count:0.0} s**, freeze **{taken.Narrowed:0.0} s**"));
            lines.Add(string.Create(
                CultureInfo.InvariantCulture, $"| {engine} | {taken.Meant:N0} | {taken.Count:0.0} | {taken.Narrowed:0.0} | {taken.Whole:0.0} | {taken.Narrowed / taken.Whole:0.0} |"));
        }

        return new Measured(
            string.Join("; ", headlines),
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                {people:N0} contacts, half of them on a list; a segment of an "or" over language and municipality, a "not" over a part of the organisation's name, and a "not" over mail of
                the last seven days. Counted are all contacts to the end. Frozen is a mailing to the list narrowed by the segment. Yardstick: freezing the same list without it. Once each.

                | | meant | count, s | freeze with segment, s | freeze without, s | ratio |
                |---|---|---|---|---|---|
                {string.Join('\n', lines)}
                """),
            server.Name);
    }

    private static async Task<Taken> MeasureAsync(StorageEngine engine, int people, CancellationToken cancellationToken)
    {
        await using var place = await DrillPlace.CreateAsync(engine == StorageEngine.Postgres ? DrillRun.Postgres : null, keep: null, cancellationToken);
        await using var services = OutreachHost.CreateServices(DrillSettings.Create(place.Storage, new Uri("smtp://127.0.0.1:9"), 1, Path.Combine(BenchSettings.Root, "templates")));
        await services.GetRequiredService<Migrator>().MigrateAsync(cancellationToken);
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<OutreachDb>();
        await BenchPeople.MakeAsync(db, people, cancellationToken);

        var started = Stopwatch.GetTimestamp();
        var count = await scope.ServiceProvider.GetRequiredService<Segments>().CountAsync(Filter, TimeSpan.MaxValue, cancellationToken);
        var counted = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var (narrowed, candidates) = await FreezeAsync(scope.ServiceProvider, db, Filter, cancellationToken);
        var (whole, all) = await FreezeAsync(scope.ServiceProvider, db, null, cancellationToken);
        if (candidates != count.Subscribed || all != people / 2)
            throw new InvalidOperationException($"Of {people} people {count.Subscribed} were counted on the list in the segment, {candidates} frozen with it and {all} without.");
        return new Taken(count.People, counted, narrowed, whole);
    }

    private static async Task<(double Seconds, int Candidates)> FreezeAsync(IServiceProvider services, OutreachDb db, SegmentFilter? filter, CancellationToken cancellationToken)
    {
        var list = await db.Set<ContactList>().Where(list => list.Key == BenchPeople.List).Select(list => list.Id).SingleAsync(cancellationToken);
        var mailing = await ActivatorUtilities.CreateInstance<DrillIssue>(services).ScheduleAsync([list], size: 7_000, cancellationToken);
        if (filter is not null)
        {
            var text = SegmentJson.Write(filter).ToJsonString();
            await db.Set<Mailing>().Where(row => row.Id == mailing).ExecuteUpdateAsync(row => row.SetProperty(m => m.SegmentFilter, text), cancellationToken);
        }

        var started = Stopwatch.GetTimestamp();
        await services.GetServices<IDueWork>().OfType<FreezeAudience>().Single().ActivateAsync(mailing.Value, cancellationToken);
        var taken = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return (taken, (await db.Set<Mailing>().AsNoTracking().SingleAsync(row => row.Id == mailing, cancellationToken)).Candidates);
    }

    private sealed record Taken(long Meant, double Count, double Narrowed, double Whole);
}
