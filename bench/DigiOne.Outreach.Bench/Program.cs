using DigiOne.Outreach.Bench;

if (args is ["empty-host", var address])
{
    await EmptyHost.RunAsync(address);
    return;
}

if (args.Length > 1 || (args is [var which] && which is not ("due" or "start")))
{
    await Console.Error.WriteLineAsync("Usage: bench/run.sh [due|start]");
    Environment.ExitCode = 2;
    return;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
List<string> results = [Machine.Describe()];
if (args is not ["start"])
    results.Add(await DueToAccepted.MeasureAsync(stop.Token));
if (args is not ["due"])
    results.Add(await StartToReady.MeasureAsync(stop.Token));

// After the host's log, and only a whole run into the file.
var text = string.Join('\n', results);
Console.WriteLine(text);
if (args is [])
    await File.WriteAllTextAsync(Path.Combine(BenchSettings.Root, "bench", "RESULTS.md"), text, stop.Token);
