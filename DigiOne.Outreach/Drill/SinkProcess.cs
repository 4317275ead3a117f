using System.Diagnostics;

namespace DigiOne.Outreach.Drill;

/// <summary>A <see cref="SmtpSink"/> in a process of its own, so that what it costs is not counted as ours.</summary>
internal sealed class SinkProcess : IAsyncDisposable
{
    /// <summary>The verbs that start it.</summary>
    internal static readonly string[] Verbs = ["drill", "sink"];

    private readonly Process _process;

    private SinkProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    /// <summary>Where it listens.</summary>
    internal Uri Address { get; }

    /// <summary>Starts one.</summary>
    /// <exception cref="DrillFailure">It did not start.</exception>
    internal static async Task<SinkProcess> StartAsync(CancellationToken cancellationToken)
    {
        var process = OwnProgram.Start(Verbs);
        if (Uri.TryCreate(await process.StandardOutput.ReadLineAsync(cancellationToken), UriKind.Absolute, out var address))
            return new SinkProcess(process, address);

        var error = await process.StandardError.ReadToEndAsync(cancellationToken);
        process.Dispose();
        throw new DrillFailure($"The SMTP sink did not start: {error}");
    }

    /// <summary>What runs in that process: it says where it listens, and serves until its parent is done with it.</summary>
    internal static async Task ServeAsync(TextWriter output, CancellationToken cancellationToken)
    {
        await using var server = new DrillSmtpServer(new SmtpSink());
        await output.WriteLineAsync(server.Address.ToString());
        await output.FlushAsync(cancellationToken);
        await OwnProgram.ParentLetsGoAsync(cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }
}
