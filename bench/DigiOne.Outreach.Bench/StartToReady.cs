using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace DigiOne.Outreach.Bench;

/// <summary>How long the process takes from its start to its first good answer, beside an empty host in turn.</summary>
internal static class StartToReady
{
    internal const string Title = "Process start to ready";

    private const int Rounds = 10;

    internal static async Task<Measured> MeasureAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("outreach-bench-").FullName;
        try
        {
            var first = await ServeAsync(folder, cancellationToken);
            List<TimeSpan> ours = [];
            List<TimeSpan> empty = [];
            for (var round = 0; round < Rounds; round++)
            {
                empty.Add(await EmptyAsync(folder, cancellationToken));
                ours.Add(await ServeAsync(folder, cancellationToken));
            }

            var (us, them) = (new Percentiles(ours), new Percentiles(empty));
            return new Measured(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"median **{us.Median.TotalMilliseconds:0} ms** (goal: under 2,000), {us.Median / them.Median:0.0} times the empty host"),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"""
                    From starting the process to the first 200 of `/health/ready`, embedded, {Rounds} times in turn with an empty ASP.NET Core host.

                    | ms | median | p99 | longest |
                    |---|---|---|---|
                    {us.Row("serve")}
                    {them.Row("empty host")}

                    The very first start, which makes the database, took {first.TotalMilliseconds:0} ms.
                    """));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Task<TimeSpan> ServeAsync(string folder, CancellationToken cancellationToken)
    {
        var address = FreeAddress();
        var start = new ProcessStartInfo("dotnet", [BenchSettings.Program, "serve", "--config", BenchSettings.Root]);
        start.Environment["OUTREACH__Web__Listen__0"] = address;
        start.Environment["OUTREACH__Storage__DataFolder"] = folder;
        return MeasureAsync(start, address, cancellationToken);
    }

    private static Task<TimeSpan> EmptyAsync(string folder, CancellationToken cancellationToken)
    {
        var address = FreeAddress();
        var start = new ProcessStartInfo("dotnet", [typeof(StartToReady).Assembly.Location, "empty-host", address]) { WorkingDirectory = folder };
        return MeasureAsync(start, address, cancellationToken);
    }

    private static async Task<TimeSpan> MeasureAsync(ProcessStartInfo start, string address, CancellationToken cancellationToken)
    {
        start.RedirectStandardOutput = true;
        using var client = new HttpClient();
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        try
        {
            while (!await AnswersAsync(client, address, cancellationToken))
            {
                if (process.HasExited)
                    throw new InvalidOperationException($"The process ended with {process.ExitCode}: {await output}");
                await Task.Delay(TimeSpan.FromMilliseconds(5), cancellationToken);
            }

            return Stopwatch.GetElapsedTime(started);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static async Task<bool> AnswersAsync(HttpClient client, string address, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri($"{address}/health/ready"), cancellationToken);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static string FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
    }
}
