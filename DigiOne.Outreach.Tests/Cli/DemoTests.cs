using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Demo;
using DigiOne.Outreach.Hosting;
using DigiOne.Outreach.Social;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Configuration;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Cli;

/// <summary>The demo as a newcomer starts it: a process of its own, in a folder of its own.</summary>
public sealed class DemoTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Data => Path.Combine(_folder.FullPath, "data", "demo");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Everything_is_delivered_and_adds_up_each_time_it_is_started()
    {
        using var relay = new TcpListener(IPAddress.Loopback, 0);
        relay.Start();
        var environment = new Dictionary<string, string>
        {
            ["OUTREACH__Relays__main__Host"] = "127.0.0.1",
            ["OUTREACH__Relays__main__Port"] = $"{((IPEndPoint)relay.LocalEndpoint).Port}",
            ["OUTREACH__Senders__uutiskirje__Relays__0"] = "main",
            ["OUTREACH__Senders__tietoiskut__Relays__0"] = "main",
            ["OUTREACH__CaptureOnly"] = "false",
            ["OUTREACH__CaptureFolder"] = _folder["elsewhere"],
            ["OUTREACH__Storage__DataFolder"] = _folder["elsewhere"],
            ["OUTREACH__Storage__Postgres"] = "Host=127.0.0.1;Port=9;Database=outreach",
            ["OUTREACH__QuietTimes__From"] = "noon, or so",
        };
        using var broken = new ConfigurationCase("{ this is no JSON");
        Directory.CreateSymbolicLink(Path.Combine(broken.Folder, "templates"), SourceTree.At("templates"));
        string[] options = ["--config", broken.Folder, "--exit-when-done", "--port"];
        Directory.CreateDirectory(_folder["data"]);
        await File.WriteAllTextAsync(_folder["data/outreach.db"], "the real one", Token);

        var first = await RunAsync(environment, [.. options, FreePort()]);
        var accepted = await ExpectAllDeliveredAsync(first);
        await File.WriteAllTextAsync(Path.Combine(Data, "of-the-first-time"), "", Token);
        var second = await RunAsync(environment, [.. options, FreePort()]);

        (await ExpectAllDeliveredAsync(second)).ShouldBe(accepted);
        File.Exists(Path.Combine(Data, "of-the-first-time")).ShouldBeFalse();
        relay.Pending().ShouldBeFalse("the configured relay was called");
        Directory.GetFileSystemEntries(_folder.FullPath).ShouldBe([_folder["data"]]);
        Directory.GetFileSystemEntries(_folder["data"]).ShouldBe([_folder["data/demo"], _folder["data/outreach.db"]], ignoreOrder: true);
        (await File.ReadAllTextAsync(_folder["data/outreach.db"], Token)).ShouldBe("the real one");
    }

    [Fact]
    public async Task A_folder_that_no_demo_has_made_is_left_alone()
    {
        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(Path.Combine(Data, "thesis.txt"), "years of work", Token);

        var run = await RunAsync([], "--config", SourceTree.Root, "--port", FreePort());

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("holds something that no demo has made");
        Directory.GetFileSystemEntries(Data).ShouldBe([Path.Combine(Data, "thesis.txt")]);
    }

    [Fact]
    public async Task A_second_demo_does_not_wipe_the_first()
    {
        DemoFolder.Mark(Data);
        await File.WriteAllTextAsync(Path.Combine(Data, "outreach.db"), "of the first", Token);
        using var place = ServingPlace.TryTake(new StorageOptions { DataFolder = Data });

        var run = await RunAsync([], "--config", SourceTree.Root, "--port", FreePort());

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain($"Another demo runs in {Data} already.");
        File.Exists(Path.Combine(Data, "outreach.db")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_port_in_use_is_said_before_anything_is_wiped()
    {
        DemoFolder.Mark(Data);
        await File.WriteAllTextAsync(Path.Combine(Data, "outreach.db"), "of the last time", Token);
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = $"{((IPEndPoint)other.LocalEndpoint).Port}";

        var run = await RunAsync([], "--config", SourceTree.Root, "--port", port);

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain($"Another program listens on port {port} of this machine.");
        File.Exists(Path.Combine(Data, "outreach.db")).ShouldBeTrue();
    }

    private async Task<int> ExpectAllDeliveredAsync((int ExitCode, string Output, string Error) run)
    {
        run.Error.ShouldBeEmpty();
        run.ExitCode.ShouldBe(0, run.Output);
        run.Output.ShouldContain("/signin/");

        var settings = DemoSettings.Create(5080, SourceTree.At("templates"));
        settings.Storage.DataFolder = Data;
        await using var services = OutreachHost.CreateServices(settings);
        await using var db = services.GetRequiredService<IDbContextFactory<OutreachDb>>().CreateDbContext();
        var certificates = await db.Set<Certificate>().AsNoTracking().ToListAsync(Token);
        certificates.Count.ShouldBe(3);
        certificates.ShouldAllBe(certificate => certificate.Counts.AddsUp && certificate.Counts.Accepted > 100 && certificate.Counts.Skipped > 0);
        var accepted = certificates.Sum(certificate => certificate.Counts.Accepted);
        (await db.Set<Delivery>().CountAsync(delivery => delivery.State == DeliveryState.Accepted, Token)).ShouldBe(accepted);
        Directory.GetFiles(Path.Combine(Data, "capture"), "*.eml", SearchOption.AllDirectories).Length.ShouldBe(accepted);
        (await db.Set<Publication>().CountAsync(publication => publication.State == PublicationState.Published, Token))
            .ShouldBe(services.GetRequiredService<NetworkDirectory>().All.Count);
        (await db.Set<Mailing>().CountAsync(mailing => mailing.State == MailingState.Scheduled, Token)).ShouldBeGreaterThan(0);
        await db.Database.CloseConnectionAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        return accepted;
    }

    private async Task<(int ExitCode, string Output, string Error)> RunAsync(Dictionary<string, string> environment, params string[] options)
    {
        var start = new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "DigiOne.Outreach.dll"), "demo", .. options])
        {
            WorkingDirectory = _folder.FullPath,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        using var end = Token.Register(process.Kill);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(Token), process.StandardError.ReadToEndAsync(Token));
        await process.WaitForExitAsync(Token);
        return (process.ExitCode, await output, await error);
    }

    private static string FreePort()
    {
        using var asking = new TcpListener(IPAddress.Loopback, 0);
        asking.Start();
        return $"{((IPEndPoint)asking.LocalEndpoint).Port}";
    }
}
