using System.CommandLine;
using DigiOne.Outreach.Nodes;

namespace DigiOne.Outreach.Cli;

/// <summary><c>release</c>: lets mail leave again from a database that was restored or copied.</summary>
internal static class ReleaseVerb
{
    internal static Command Create() =>
        new Command("release", "Let mail leave again from a database that was restored or copied").WithDatabase(RunAsync);

    private static async Task<int> RunAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancellationToken)
    {
        if (await services.GetRequiredService<ReleaseHold>().ExecuteAsync(Environment.UserName, cancellationToken))
        {
            parsed.WriteLine("Mail may leave again.");
            return ExitCode.Done;
        }

        parsed.WriteError("Nothing is held: mail may leave.");
        return ExitCode.Failed;
    }
}
