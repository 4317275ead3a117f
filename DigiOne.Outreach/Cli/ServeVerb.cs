using System.CommandLine;
using DigiOne.Outreach.Hosting;
using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Cli;

/// <summary><c>serve</c>: web and worker until the process is told to stop.</summary>
internal static class ServeVerb
{
    internal static Command Create() => Attach(new Command("serve", "Serve until Ctrl-C; this is what happens without a verb"));

    internal static Command Attach(Command command) => command.WithSettings(RunAsync);

    private static async Task<int> RunAsync(Settings settings, ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var app = OutreachHost.CreateWeb(settings);
        await app.Services.GetRequiredService<Migrator>().MigrateAsync(cancellationToken);
        await app.StartAsync(cancellationToken);
        parsed.WriteLine($"DigiOne Outreach listens on {string.Join(", ", app.Urls)}");
        await app.WaitForShutdownAsync(cancellationToken);
        return ExitCode.Done;
    }
}
