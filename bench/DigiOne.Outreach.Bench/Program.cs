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
var scale = args.Contains(Tiny) ? Scale.Tiny : Scale.Full;
var provenance = await Provenance.ReadAsync(stop.Token);
foreach (var part in parts)
{
    var measured = await part.MeasureAsync(scale, stop.Token);
    var taken = provenance.Describe(part, measured.Beside);
    Console.WriteLine($"{part.Title}\n{taken}\n{measured.Headline}\n\n{measured.Text}");
    // At once: a later part may take an hour.
    if (!scale.IsTiny)
        await ResultsFile.WriteAsync(part.Title, measured, taken, stop.Token);
}
