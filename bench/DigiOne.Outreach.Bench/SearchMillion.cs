using System.Diagnostics;
using System.Globalization;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Drill;
using DigiOne.Outreach.Hosting;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Bench;

/// <summary>Looking for contacts among a million, beside reading all of them.</summary>
internal static class SearchMillion
{
    internal const string Title = "Searching a million";

    private const int Asked = 40;

    // What stands in most of them, in some, in a few, in one and in nobody; words together; beginnings.
    private static readonly string[] Texts =
        ["", "nen", "virtanen", "gmail", "aino virtanen", "virtanen helsinki", "mäkelä@oulu", "nen@", "korhonen4321", "kakalaminen", "lukio kuopio", "v", "zz", "ka", "kirj"];

    internal static async Task<Measured> MeasureAsync(Scale scale, CancellationToken cancellationToken)
    {
        var people = scale.Of(1_000_000);
        var server = await PostgresServer.AskAsync(DrillRun.Postgres, cancellationToken);
        var (lines, headlines) = (new List<string>(), new List<string>());
        foreach (var engine in Enum.GetValues<StorageEngine>())
        {
            var found = await MeasureAsync(engine, people, cancellationToken);
            headlines.Add(string.Create(CultureInfo.InvariantCulture, $"{engine} **{found.Max(text => text.P99):0} ms**"));
            lines.AddRange(found.Select(text => string.Create(
                CultureInfo.InvariantCulture, $"| {engine} | `{text.Text}` | {text.Count} | {text.Median:0.0} | {text.P99:0.0} | {text.All:0} |")));
        }

        return new Measured(
            $"the slowest text's p99 {string.Join(", ", headlines)} (goal: at most 100 at the page)",
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                A page of 50 among {people:N0} contacts with names, addresses and organisations as in Finland, and the count up to 1,000, each text {Asked} times after once.
                Half of them are on the list that the last texts of each engine are narrowed by. Yardstick: reading all contacts for those in which the text stands, once.

                | | text | found | median, ms | p99, ms | reading all, ms |
                |---|---|---|---|---|---|
                {string.Join('\n', lines)}
                """),
            server.Name);
    }

    private static async Task<List<Searched>> MeasureAsync(StorageEngine engine, int people, CancellationToken cancellationToken)
    {
        await using var place = await DrillPlace.CreateAsync(engine == StorageEngine.Postgres ? DrillRun.Postgres : null, keep: null, cancellationToken);
        await using var services = OutreachHost.CreateServices(DrillSettings.Create(place.Storage, new Uri("smtp://127.0.0.1:9"), 1, Path.Combine(BenchSettings.Root, "templates")));
        await services.GetRequiredService<Migrator>().MigrateAsync(cancellationToken);
        await using (var scope = services.CreateAsyncScope())
            await BenchPeople.MakeAsync(scope.ServiceProvider.GetRequiredService<OutreachDb>(), people, cancellationToken);

        var found = new List<Searched>();
        foreach (var (text, list) in Texts.Select(text => (text, (string?)null)).Append(("virtanen", BenchPeople.List)).Append(("nen", BenchPeople.List)))
        {
            var times = new List<TimeSpan>();
            var page = await SearchAsync(services, text, list, cancellationToken);
            for (var time = 0; time < Asked; time++)
            {
                var started = Stopwatch.GetTimestamp();
                page = await SearchAsync(services, text, list, cancellationToken);
                times.Add(Stopwatch.GetElapsedTime(started));
            }

            var taken = new Percentiles(times);
            found.Add(new Searched(
                list is null ? text : $"{text} (list)", page.IsCounted ? $"{page.Count}" : $"> {page.Count}",
                taken.Median.TotalMilliseconds, taken.P99.TotalMilliseconds, await ReadAllAsync(services, text, cancellationToken)));
        }

        return found;
    }

    private static async Task<FoundContacts> SearchAsync(IServiceProvider services, string text, string? list, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<SearchContacts>().PageAsync(text, list, default, size: 50, cancellationToken);
    }

    private static async Task<double> ReadAllAsync(IServiceProvider services, string text, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<OutreachDb>();
        var pattern = $"%{text}%";
        var started = Stopwatch.GetTimestamp();
        await db.Set<Contact>().CountAsync(
            contact => EF.Functions.Like(contact.Address, pattern) || EF.Functions.Like(contact.Name, pattern) || EF.Functions.Like(contact.Organisation, pattern), cancellationToken);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private sealed record Searched(string Text, string Count, double Median, double P99, double All);
}
