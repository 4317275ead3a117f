using System.Diagnostics;
using System.Text.Json;
using DigiOne.Outreach.Cli;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;

namespace DigiOne.Outreach.Tests.Cli;

/// <summary>The drills as a person or CI runs them: processes of their own.</summary>
public sealed class DrillTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<StorageEngine, int> Clusters => new() { { StorageEngine.Sqlite, 1 }, { StorageEngine.Postgres, 1 }, { StorageEngine.Postgres, 2 } };

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Clusters))]
    public async Task Nobody_is_lost_and_nobody_gets_it_twice_however_often_the_process_is_killed(StorageEngine engine, int nodes)
    {
        var run = await RunAsync(engine, "crash", "--recipients", "2000", "--kills", "20", "--nodes", $"{nodes}", "--json");

        run.Status.ShouldBe(0, run.Output + run.Error);
        var result = JsonDocument.Parse(run.Output).RootElement;
        result.EnumerateObject().Select(member => member.Name).ShouldBe(
            ["engine", "nodes", "recipients", "kills", "accepted", "lost", "sentTwice", "inDoubt", "maxInDoubtPerKill"]);
        result.GetProperty("engine").GetString().ShouldBe(Name(engine));
        result.GetProperty("nodes").GetInt32().ShouldBe(nodes);
        result.GetProperty("kills").GetInt32().ShouldBe(20);
        result.GetProperty("lost").GetInt32().ShouldBe(0);
        result.GetProperty("sentTwice").GetInt32().ShouldBe(0);
        result.GetProperty("maxInDoubtPerKill").GetInt32().ShouldBeInRange(1, 8, "Twenty kills leave some doubt, and never more than one message a connection.");
        (result.GetProperty("accepted").GetInt32() + result.GetProperty("inDoubt").GetInt32()).ShouldBe(2000);
        ExpectNothingLeft();
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Throughput_is_measured_the_whole_way(StorageEngine engine)
    {
        var run = await RunAsync(engine, "throughput", "--recipients", "500", "--connections", "4", "--dkim", "--json");

        run.Status.ShouldBe(0, run.Output + run.Error);
        var result = JsonDocument.Parse(run.Output).RootElement;
        result.EnumerateObject().Select(member => member.Name).ShouldBe(
            ["recipients", "connections", "dkim", "engine", "messagesPerSecond", "cpuSecondsPerThousand", "peakMemoryBytes", "databaseBytesWritten"]);
        result.GetProperty("recipients").GetInt32().ShouldBe(500);
        result.GetProperty("connections").GetInt32().ShouldBe(4);
        result.GetProperty("dkim").GetBoolean().ShouldBeTrue();
        result.GetProperty("engine").GetString().ShouldBe(Name(engine));
        result.GetProperty("messagesPerSecond").GetDouble().ShouldBeGreaterThan(1);
        result.GetProperty("cpuSecondsPerThousand").GetDouble().ShouldBeGreaterThan(0);
        result.GetProperty("peakMemoryBytes").GetInt64().ShouldBeGreaterThan(10_000_000);
        result.GetProperty("databaseBytesWritten").GetInt64().ShouldBeGreaterThan(100_000);
        ExpectNothingLeft();
    }

    [Fact]
    public async Task Messages_of_a_drill_are_personal_and_about_as_long_as_was_asked_for()
    {
        await using var relay = new ScriptedSmtpServer();
        var run = await RunAsync(
            StorageEngine.Sqlite, "throughput", "--recipients", "3", "--connections", "1", "--relay", $"smtp://127.0.0.1:{relay.Port}", "--keep", _folder["kept"]);

        run.Status.ShouldBe(0, run.Output + run.Error);
        run.Output.ShouldContain("Messages per second");
        // As many go before them, uncounted.
        relay.Taken.Count.ShouldBe(6);
        var counted = relay.Taken.TakeLast(3).ToList();
        counted.ShouldAllBe(mail => mail.Content.Length > 6_300 && mail.Content.Length < 7_700);
        counted.Select(mail => mail.Content[mail.Content.IndexOf("List-Unsubscribe:", StringComparison.Ordinal)..]).Distinct().Count().ShouldBe(3);
        counted.ShouldAllBe(mail => mail.Content.Contains("multipart/alternative") && mail.Content.Contains("Lukija"));
        File.Exists(_folder["kept/outreach.db"]).ShouldBeTrue();
    }

    [Theory]
    [InlineData("--recipients: 'many' is no number", "throughput", "--recipients", "many", "--connections", "1")]
    [InlineData("--recipients", "throughput", "--connections", "1")]
    [InlineData("--connections: '0' is no number from 1 to 256", "throughput", "--recipients", "10", "--connections", "0")]
    [InlineData("--size: '12' is no number", "throughput", "--recipients", "10", "--connections", "1", "--size", "12")]
    [InlineData("'http://127.0.0.1:25' is not of the form smtp://host:port", "throughput", "--recipients", "10", "--connections", "1", "--relay", "http://127.0.0.1:25")]
    [InlineData("oracle", "throughput", "--recipients", "10", "--connections", "1", "--engine", "oracle")]
    [InlineData("no connection string", "throughput", "--recipients", "10", "--connections", "1", "--engine", "postgres", "--postgres", "there")]
    [InlineData("--kills", "crash", "--recipients", "10")]
    [InlineData("20 kills need 400 recipients", "crash", "--recipients", "399", "--kills", "20")]
    [InlineData("beside SQLite one process serves", "crash", "--recipients", "400", "--kills", "20", "--nodes", "2")]
    public async Task What_cannot_be_drilled_is_refused(string says, params string[] arguments)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();

        (await OutreachCommand.RunAsync(["drill", .. arguments, "--config", SourceTree.Root], output, error, Token)).ShouldBe(2);

        error.ToString().ShouldContain(says);
        output.ToString().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_folder_that_holds_something_is_left_alone()
    {
        Directory.CreateDirectory(_folder["kept"]);
        await File.WriteAllTextAsync(_folder["kept/thesis.txt"], "years of work", Token);

        var run = await RunAsync(StorageEngine.Sqlite, "throughput", "--recipients", "3", "--connections", "1", "--keep", _folder["kept"]);

        run.Status.ShouldBe(1);
        run.Error.ShouldContain("is not empty");
        Directory.GetFileSystemEntries(_folder["kept"]).ShouldBe([_folder["kept/thesis.txt"]]);
    }

    // Its own temporary folder, so that what is left there was left by it.
    private async Task<(int Status, string Output, string Error)> RunAsync(StorageEngine engine, params string[] arguments)
    {
        Directory.CreateDirectory(_folder["tmp"]);
        string[] place = engine == StorageEngine.Postgres ? ["--engine", "postgres", "--postgres", TestServers.Postgres] : [];
        var start = new ProcessStartInfo(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "DigiOne.Outreach.dll"), "drill", .. arguments, .. place, "--config", SourceTree.Root])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["TMPDIR"] = _folder["tmp"];
        using var process = Process.Start(start)!;
        await using var end = Token.Register(process.Kill);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(Token), process.StandardError.ReadToEndAsync(Token));
        await process.WaitForExitAsync(Token);
        return (process.ExitCode, await output, await error);
    }

    private void ExpectNothingLeft() =>
        Directory.GetFileSystemEntries(_folder["tmp"]).ShouldBeEmpty();

    private static string Name(StorageEngine engine) => engine == StorageEngine.Postgres ? "postgres" : "sqlite";
}
