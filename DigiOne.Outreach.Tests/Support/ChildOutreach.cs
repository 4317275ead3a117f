using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Tests.Support;

/// <summary>The real program in a process of its own, which can be told to stop, or killed.</summary>
internal sealed class ChildOutreach : IAsyncDisposable
{
    private readonly TempFolder _folder;
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _said = new();

    private ChildOutreach(TempFolder folder, Process process)
    {
        (_folder, _process) = (folder, process);
        process.OutputDataReceived += (_, line) => _said.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => _said.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>What it wrote so far.</summary>
    internal string Said => string.Join('\n', _said);

    /// <summary>Where it listens.</summary>
    internal Uri Address => new(_said.First(line => line.Contains("listens on", StringComparison.Ordinal)).Split(' ')[^1]);

    /// <summary>Starts it, and waits until it serves.</summary>
    /// <param name="storage">The database that it serves from.</param>
    /// <param name="relayPort">The port of its relay on loopback.</param>
    /// <param name="connections">Connections to the relay.</param>
    internal static async Task<ChildOutreach> StartAsync(StorageOptions storage, int relayPort, int connections = 2)
    {
        var folder = new TempFolder();
        Directory.CreateDirectory(folder["config"]);
        Directory.CreateSymbolicLink(folder["templates"], SourceTree.At("templates"));
        await File.WriteAllTextAsync(folder["config/outreach.json"], Configuration(storage, relayPort, connections));
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "DigiOne.Outreach.dll"), "serve", "--config", folder.FullPath])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (storage.Postgres is not null)
            start.Environment["OUTREACH__Storage__Postgres"] = storage.Postgres;
        var child = new ChildOutreach(folder, Process.Start(start)!);
        await Eventually.BecomesAsync(
            () => Task.FromResult(child.Said), said => said.Contains("listens on", StringComparison.Ordinal) || child._process.HasExited);
        child._process.HasExited.ShouldBeFalse(child.Said);
        return child;
    }

    /// <summary>SIGTERM, as a container's runtime sends it.</summary>
    internal void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>SIGKILL: it does nothing more.</summary>
    internal void Kill() => _process.Kill(entireProcessTree: true);

    /// <summary>Waits for its end.</summary>
    /// <returns>Its exit status.</returns>
    internal async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _folder.Dispose();
    }

    private static string Configuration(StorageOptions storage, int relayPort, int connections) => JsonSerializer.Serialize(new
    {
        Organisation = new { Name = "Kuntien DigiOne", PublicBaseUrl = "https://viesti.digione.example" },
        Storage = new { storage.DataFolder },
        Web = new { Listen = new[] { "http://127.0.0.1:0" } },
        QuietTimes = new { Enabled = false },
        Senders = new { digione = new { Name = "DigiOne", Address = "uutiskirje@digione.example", Relays = new[] { "rele" } } },
        Relays = new { rele = new { Host = "127.0.0.1", Port = relayPort, Security = "None", Connections = connections } },
    });
}
