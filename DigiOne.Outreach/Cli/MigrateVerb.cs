using System.CommandLine;
using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Cli;

/// <summary><c>migrate</c>: brings the database to this version, as <c>serve</c> does at its start.</summary>
internal static class MigrateVerb
{
    internal static Command Create() => new Command("migrate", "Bring the database to this version").WithServices(RunAsync);

    private static async Task<int> RunAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancellationToken)
    {
        var applied = await services.GetRequiredService<Migrator>().MigrateAsync(cancellationToken);
        foreach (var migration in applied)
            parsed.WriteLine($"Applied {migration}");
        if (applied.Count == 0)
            parsed.WriteLine("The database is up to date.");
        return ExitCode.Done;
    }
}
