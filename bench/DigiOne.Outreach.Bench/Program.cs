using DigiOne.Outreach.Bench;

if (args is ["empty-host", var address])
{
    await EmptyHost.RunAsync(address);
    return;
}

const string Tiny = "--tiny";
var names = args.Where(argument => argument != Tiny).ToList();
var parts = names.Count == 0 ? Part.All : [.. Part.All.Where(part => names.Contains(part.Name))];
if (names.Exists(name => Part.All.All(part => part.Name != name)))
{
    await Console.Error.WriteLineAsync($"Usage: bench/run.sh [{string.Join('|', Part.All.Select(part => part.Name))}]... [{Tiny}]");
    Environment.ExitCode = 2;
    return;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
var isTiny = args.Contains(Tiny);
foreach (var part in parts)
{
    var text = await part.MeasureAsync(isTiny ? Scale.Tiny : Scale.Full, stop.Token);
    Console.WriteLine(text);
    // At once: a later part may take an hour.
    if (!isTiny)
        await ResultsFile.WriteAsync(new Dictionary<string, string> { [part.Title] = text }, stop.Token);
}
