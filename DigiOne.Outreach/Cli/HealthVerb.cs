using System.CommandLine;
using DigiOne.Outreach.Hosting;

namespace DigiOne.Outreach.Cli;

/// <summary><c>health</c>: asks the process that serves here whether it is ready, for a container's health check.</summary>
internal static class HealthVerb
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    internal static Command Create() => new Command("health", "Ask the serving process whether it is ready").WithSettings(RunAsync);

    private static async Task<int> RunAsync(Settings settings, ParseResult parsed, CancellationToken cancellationToken)
    {
        var address = ReadyAddress(settings.Web.Listen[0]);
        try
        {
            using var client = new HttpClient { Timeout = Patience };
            using var answer = await client.GetAsync(address, cancellationToken);
            if (answer.IsSuccessStatusCode)
                return ExitCode.Done;

            parsed.WriteError($"{address} answers {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancellationToken)}");
        }
        catch (HttpRequestException problem)
        {
            parsed.WriteError($"{address} does not answer: {problem.Message}");
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            parsed.WriteError($"{address} does not answer within {Patience.TotalSeconds} seconds.");
        }

        return ExitCode.Failed;
    }

    /// <summary>A service that listens on every interface is asked on this machine's own.</summary>
    internal static Uri ReadyAddress(string listen)
    {
        var binding = BindingAddress.Parse(listen);
        var host = binding.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : binding.Host;
        return new Uri($"http://{host}:{binding.Port}{Health.Ready}");
    }
}
