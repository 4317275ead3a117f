using System.Text.Json;
using DigiOne.Outreach.Cli;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Tests.Configuration;
using DigiOne.Outreach.Tests.Hosting;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Cli;

public sealed class CommandLineTests
{
    [Fact]
    public async Task Holidays_come_as_sorted_ISO_dates()
    {
        var run = await RunAsync("holidays", "2026", "--json");

        run.ExitCode.ShouldBe(0);
        run.Error.ShouldBeEmpty();
        JsonSerializer.Deserialize<string[]>(run.Output)!.ShouldBe(
        [
            "2026-01-01", "2026-01-06", "2026-04-03", "2026-04-05", "2026-04-06", "2026-05-01", "2026-05-14", "2026-05-24",
            "2026-06-19", "2026-06-20", "2026-10-31", "2026-12-06", "2026-12-24", "2026-12-25", "2026-12-26",
        ]);
    }

    [Fact]
    public async Task Holidays_without_json_are_readable()
    {
        var run = await RunAsync("holidays", "2027");

        run.Output.ShouldContain("2027-06-25  Fri  Juhannusaatto");
        run.Output.ShouldContain("Midsummer Eve");
    }

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("--frobnicate")]
    [InlineData("config")]
    [InlineData("config", "chekc")]
    [InlineData("holidays")]
    [InlineData("holidays", "next")]
    [InlineData("holidays", "1492", "--json")]
    [InlineData("holidays", "2026", "2027")]
    [InlineData("mailing", "certificate", "0190c0de-0000-7000-8000-000000000002", "--json", "--csv")]
    [InlineData("template", "render", "newsletters/issue.sbn-html", "--part", "text", "--json")]
    [InlineData("migrate", "--config")]
    [InlineData("demo", "--port", "0")]
    [InlineData("demo", "--port", "web")]
    public async Task Wrong_use_is_told_on_standard_error_and_exits_2(params string[] args)
    {
        var run = await RunAsync(args);

        run.ExitCode.ShouldBe(2);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldContain("--help");
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("migrate")]
    [InlineData("health")]
    public async Task Nothing_starts_with_a_wrong_configuration(string verb)
    {
        using var broken = ConfigurationCase.With("""  "Relays": { "main": { "Port": 0 } }  """);

        var run = await RunAsync(verb, "--config", broken.Folder);

        run.ExitCode.ShouldBe(2);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldContain("wrong in 2 places");
        run.Error.ShouldContain("  Relays:main:Host: is missing; give a text.");
        run.Error.ShouldContain("  Relays:main:Port: 0 is out of range; give a whole number from 1 to 65535.");
    }

    [Fact]
    public async Task Checking_a_wrong_configuration_as_json_gives_one_document()
    {
        using var broken = ConfigurationCase.With("""  "Relays": { "main": { "Port": 0, "Host": "mx.example" } }  """);

        var run = await RunAsync("config", "check", "--json", "--config", broken.Folder);

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldBeEmpty();
        var document = JsonDocument.Parse(run.Output).RootElement;
        document.GetProperty("valid").GetBoolean().ShouldBeFalse();
        document.GetProperty("problems").EnumerateArray().ShouldHaveSingleItem().GetProperty("path").GetString().ShouldBe("Relays:main:Port");
    }

    [Fact]
    public async Task Checking_the_shipped_configuration_exits_0()
    {
        (await RunAsync("config", "check", "--config", SourceTree.Root)).ExitCode.ShouldBe(0);
        var run = await RunAsync("--config", SourceTree.Root, "config", "check", "--json");
        JsonDocument.Parse(run.Output).RootElement.GetProperty("valid").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Health_without_a_serving_process_exits_1()
    {
        using var configuration = ConfigurationCase.With("""  "Web": { "Listen": ["http://127.0.0.1:9"] }  """);

        var run = await RunAsync("health", "--config", configuration.Folder);

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("http://127.0.0.1:9/health/ready does not answer");
    }

    [Fact]
    public async Task Health_of_a_process_that_cannot_write_exits_1_with_the_reason()
    {
        await using var host = await ServingHost.StartAsync(migrated: true);
        foreach (var failure in new[] { new TimeoutException(), new TimeoutException("no answer from db.example") })
            host.App.Services.GetRequiredService<LedgerHealth>().Failed(this, failure);
        using var configuration = ConfigurationCase.With($$"""  "Web": { "Listen": ["{{host.App.Urls.Single()}}"] }  """);

        var run = await RunAsync("health", "--config", configuration.Folder);

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("/health/ready answers 503: Unhealthy");
        run.Error.ShouldContain("ledger: cannot be written since ");
        run.Error.ShouldNotContain("db.example");
    }

    [Theory]
    [InlineData("http://*:8080", "http://localhost:8080/health/ready")]
    [InlineData("http://[::]:8080", "http://localhost:8080/health/ready")]
    [InlineData("http://localhost:5080", "http://localhost:5080/health/ready")]
    public void Health_asks_this_machine(string listen, string asked) => HealthVerb.ReadyAddress(listen).ToString().ShouldBe(asked);

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] args)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var exitCode = await OutreachCommand.RunAsync(args, output, error, TestContext.Current.CancellationToken);
        return (exitCode, output.ToString(), error.ToString());
    }
}
