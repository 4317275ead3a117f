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
Console.WriteLine(Machine.Describe());
if (args is not ["start"])
    Console.WriteLine(await DueToAccepted.MeasureAsync(stop.Token));
if (args is not ["due"])
    Console.WriteLine(await StartToReady.MeasureAsync(stop.Token));
