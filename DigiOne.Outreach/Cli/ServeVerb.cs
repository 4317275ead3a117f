using System.CommandLine;
using DigiOne.Outreach.Hosting;
using DigiOne.Outreach.Identity;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Cli;

/// <summary><c>serve</c>: web and worker until the process is told to stop.</summary>
internal static class ServeVerb
{
    // From source, or as it was published.
    private static string Call =>
        File.Exists("DigiOne.Outreach/DigiOne.Outreach.csproj") ? "dotnet run --project DigiOne.Outreach --" : $"dotnet {typeof(ServeVerb).Assembly.Location}";

    internal static Command Create() => Attach(new Command("serve", "Serve until Ctrl-C; this is what happens without a verb"));

    internal static Command Attach(Command command) => command.WithSettings(RunAsync);

    private static async Task<int> RunAsync(Settings settings, ParseResult parsed, CancellationToken cancellationToken)
    {
        using var place = ServingPlace.TryTake(settings.Storage);
        if (place is null)
        {
            parsed.WriteError(ServingPlace.TakenBy(settings.Storage));
            return ExitCode.Failed;
        }

        await using var app = OutreachHost.CreateWeb(settings);
        await app.Services.GetRequiredService<Migrator>().MigrateAsync(cancellationToken);
        await place.TakeOverAsync(app.Services, cancellationToken);
        await app.StartAsync(cancellationToken);
        parsed.WriteLine($"DigiOne Outreach listens on {string.Join(", ", app.Urls)}");
        if (!await HasPeopleAsync(app.Services, cancellationToken))
            parsed.WriteLine($"Nobody can sign in yet. For a one-time link run, in this folder: {Call} signin --email YOU@EXAMPLE.ORG");
        await app.WaitForShutdownAsync(cancellationToken);
        return ExitCode.Done;
    }

    private static async Task<bool> HasPeopleAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<OutreachDb>().Set<Person>().AnyAsync(cancellationToken);
    }
}
