using System.Diagnostics;
using System.Globalization;
using DigiOne.Outreach.Drill;
using DigiOne.Outreach.Hosting;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Bench;

/// <summary>Importing a file of people by the verb, a process of its own, beside copying the same people in one statement.</summary>
internal static class ImportMillion
{
    internal const string Title = "Importing a million";

    private static readonly string[] Made = ["contacts", "subscriptions", "consent_log"];

    private const double Megabyte = 1024 * 1024;

    internal static async Task<Measured> MeasureAsync(Scale scale, CancellationToken cancellationToken)
    {
        var people = scale.Of(1_000_000);
        var server = await PostgresServer.AskAsync(DrillRun.Postgres, cancellationToken);
        var file = Path.Combine(Path.GetTempPath(), $"outreach-import-{Guid.CreateVersion7():n}.csv");
        try
        {
            await ImportFile.WriteAsync(file, people, cancellationToken);
            var (lines, headlines) = (new List<string>(), new List<string>());
            foreach (var engine in Enum.GetValues<StorageEngine>())
            {
                var rounds = new List<Round>();
                for (var round = 0; round < scale.Rounds; round++)
                    rounds.Add(await MeasureAsync(engine, file, people, cancellationToken));

                var (first, again, copy) = (Median.Of(rounds.Select(round => round.First)), Median.Of(rounds.Select(round => round.Again)), Median.Of(rounds.Select(round => round.Copy)));
                var memory = rounds.Max(round => round.Memory) / Megabyte;
                headlines.Add(string.Create(CultureInfo.InvariantCulture, $"{engine} **{first:0} s**, {memory:0} MB"));
                lines.Add(string.Create(CultureInfo.InvariantCulture, $"| {engine} | {first:0.0} | {again:0.0} | {memory:0} | {copy:0.0} | {first / copy:0.0} |"));
            }

            return new Measured(
                $"{string.Join(", ", headlines)} (goal: at most 60 s and 300 MB on each)",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"""
                    A CSV file of {people:N0} people in no order ({new FileInfo(file).Length / Megabyte:0} MB) by `contacts import`, from the start of its process to its end: read, judged, sorted, put beside, and applied with a
                    subscription and an entry of the consent log for each, in ranges that hold the writer for 50 ms on SQLite and 250 ms on PostgreSQL. *Again* is the same file once more, which changes nobody. SQLite has
                    `synchronous=FULL`; of PostgreSQL {server.Durability}. Yardstick: copying what it made in one statement for each table. Medians of {scale.Rounds}; the memory is the most that any process held.

                    | | import, s | again, s | peak, MB | copy, s | ratio |
                    |---|---|---|---|---|---|
                    {string.Join('\n', lines)}
                    """),
                server.Name);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<Round> MeasureAsync(StorageEngine engine, string file, int people, CancellationToken cancellationToken)
    {
        await using var place = await DrillPlace.CreateAsync(engine == StorageEngine.Postgres ? DrillRun.Postgres : null, keep: null, cancellationToken);
        await RunAsync(place, ["list", "create", "uutiset", "--name-fi", "Uutiskirje"], cancellationToken);
        var (first, memory) = await RunAsync(place, ["contacts", "import", file, "--list", "uutiset"], cancellationToken);
        var (again, _) = await RunAsync(place, ["contacts", "import", file, "--list", "uutiset"], cancellationToken);
        return new Round(first.TotalSeconds, again.TotalSeconds, memory, await CopyAsync(place, people, cancellationToken));
    }

    private static async Task<double> CopyAsync(DrillPlace place, int people, CancellationToken cancellationToken)
    {
        var settings = DrillSettings.Create(place.Storage, new Uri("smtp://127.0.0.1:9"), EndToEnd.Connections, Path.Combine(BenchSettings.Root, "templates"));
        await using var services = OutreachHost.CreateServices(settings);
        await using var db = services.GetRequiredService<IDbContextFactory<OutreachDb>>().CreateDbContext();
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(10));
        foreach (var table in Made)
        {
            var count = $"SELECT count(*) AS \"Value\" FROM {table}";
            var rows = await db.Database.SqlQueryRaw<long>(count).SingleAsync(cancellationToken);
            if (rows != people)
                throw new InvalidOperationException($"Of {people} people there are {rows} rows in {table}.");
        }

        var started = Stopwatch.GetTimestamp();
        foreach (var table in Made)
        {
            var copy = $"CREATE TABLE copied_{table} AS SELECT * FROM {table}";
            await db.Database.ExecuteSqlRawAsync(copy, cancellationToken);
        }

        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task<(TimeSpan Took, long Memory)> RunAsync(DrillPlace place, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet", [BenchSettings.Program, .. arguments, "--config", BenchSettings.Root]) { RedirectStandardOutput = true };
        start.Environment["OUTREACH__Storage__DataFolder"] = place.Folder;
        start.Environment["OUTREACH__Storage__Postgres"] = place.Storage.Postgres;
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        await using var stop = cancellationToken.Register(process.Kill);
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var exit = process.WaitForExitAsync(cancellationToken);
        var memory = 0L;
        // The system tells it only of a process that lives.
        while (!exit.IsCompleted)
        {
            process.Refresh();
            if (!process.HasExited)
                memory = Math.Max(memory, process.PeakWorkingSet64);
            await Task.WhenAny(exit, Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken));
        }

        var took = Stopwatch.GetElapsedTime(started);
        return process.ExitCode == 0 ? (took, memory) : throw new InvalidOperationException($"{string.Join(' ', arguments)} ended with {process.ExitCode}: {await output}");
    }

    private readonly record struct Round(double First, double Again, long Memory, double Copy);
}
