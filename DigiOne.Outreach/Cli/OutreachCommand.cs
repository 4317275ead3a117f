using System.CommandLine;
using System.CommandLine.Invocation;
using DigiOne.Outreach.Hosting;

namespace DigiOne.Outreach.Cli;

/// <summary>The command line: a verb, its options, an exit code.</summary>
internal static class OutreachCommand
{
    /// <summary>Runs what the arguments say.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    internal static async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output, TextWriter error, CancellationToken cancellationToken = default)
    {
        var parsed = Create().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction)
        {
            foreach (var problem in parsed.Errors)
                await error.WriteLineAsync(problem.Message);
            await error.WriteLineAsync("Run it with --help to see what can be said.");
            return ExitCode.Misused;
        }

        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    Output = output,
                    Error = error,
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = OutreachHost.ShutdownTimeout + TimeSpan.FromSeconds(5),
                },
                cancellationToken);
        }
        // The boundary of the process: an unhandled exception would end it as a crash, not with an exit code.
        catch (Exception failure)
        {
            await error.WriteLineAsync(Failures.Explain(failure));
            return ExitCode.Failed;
        }
    }

    private static RootCommand Create()
    {
        var root = new RootCommand("DigiOne Outreach: newsletters, info sessions and social posts. Without a verb it serves.")
        {
            Verb.Config,
            ServeVerb.Create(),
            DemoVerb.Create(),
            DrillVerb.Create(),
            MigrateVerb.Create(),
            ConfigVerb.Create(),
            HealthVerb.Create(),
            HolidaysVerb.Create(),
            SignInVerb.Create(),
            TokenVerb.Create(),
            ListVerb.Create(),
            ContactsVerb.Create(),
            SuppressionsVerb.Create(),
            SegmentVerb.Create(),
            MailingVerb.Create(),
            MailVerb.Create(),
            TemplateVerb.Create(),
            ReleaseVerb.Create(),
        };
        ServeVerb.Attach(root);
        return root;
    }
}
