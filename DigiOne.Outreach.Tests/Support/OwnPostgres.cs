using System.Diagnostics;

namespace DigiOne.Outreach.Tests.Support;

/// <summary>A PostgreSQL cluster of one test's own, which may be taken down in the middle of things.</summary>
internal sealed class OwnPostgres : IAsyncDisposable
{
    private readonly TempFolder _folder = new();

    private OwnPostgres()
    {
    }

    /// <summary>Leads to its database.</summary>
    internal string ConnectionString { get; private set; } = "";

    /// <summary>Makes and starts it.</summary>
    /// <param name="options">Its durability as the server's program takes it; null for none, which is faster.</param>
    internal static async Task<OwnPostgres> StartAsync(string? options = null)
    {
        var made = new OwnPostgres();
        made.ConnectionString = (await made.RunAsync("new", options)).Trim();
        return made;
    }

    /// <summary>Stops it as a power cut would.</summary>
    internal Task StopAsync() => RunAsync("stop");

    /// <summary>Starts it again.</summary>
    internal Task StartAgainAsync() => RunAsync("start");

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await RunAsync("stop");
        _folder.Dispose();
    }

    // Output goes to a file: the server that it starts inherits its ends and would keep a pipe open.
    private async Task<string> RunAsync(string what, string? options = null)
    {
        var output = _folder["output"];
        var start = new ProcessStartInfo(
            "bash", ["-c", $"'{SourceTree.At("DigiOne.Outreach.Tests/Servers/own-postgres.sh")}' {what} '{_folder.FullPath}' >'{output}' 2>&1"]);
        if (options is not null)
            start.Environment["postgres_durability"] = options;
        using var script = Process.Start(start)!;
        await script.WaitForExitAsync(CancellationToken.None);
        var said = await File.ReadAllTextAsync(output, CancellationToken.None);
        script.ExitCode.ShouldBe(0, said);
        return said;
    }
}
