using System.Collections.Concurrent;
using System.Diagnostics;

namespace DigiOne.Outreach.Drill;

/// <summary>The processes of a crash drill, one for each node; a node that was killed comes back under another name.</summary>
internal sealed class WorkerCrew(Func<string, WorkerPlan> plan, int nodes, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, Worker> _running = new();
    private readonly ConcurrentQueue<string> _said = new();
    private readonly int[] _starts = new int[nodes];

    /// <summary>What became of the process of each name.</summary>
    internal ConcurrentDictionary<string, ProcessLife> Lives { get; } = new();

    /// <summary>The names of those that run.</summary>
    internal IReadOnlyList<string> Names => [.. _running.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Starts every node that does not run.</summary>
    /// <returns>Those that were started now.</returns>
    internal IReadOnlyList<string> Start()
    {
        var started = new List<string>();
        for (var node = 0; node < nodes; node++)
            if (_running.Values.All(worker => worker.Node != node))
                started.Add(Start(node));
        return started;
    }

    /// <summary>Kills one and waits until the system has buried it; its locks end with it.</summary>
    internal void Kill(string name)
    {
        if (!_running.TryRemove(name, out var worker))
            return;
        worker.Process.Kill();
        worker.Process.WaitForExit();
        NoteHit(name);
    }

    /// <summary>Puts one to sleep for a while.</summary>
    internal async Task SleepAsync(string name, TimeSpan time, CancellationToken cancellationToken)
    {
        var process = _running[name].Process;
        process.Freeze();
        try
        {
            await Task.Delay(time, clock, cancellationToken);
        }
        finally
        {
            NoteHit(name);
            process.Thaw();
        }
    }

    /// <summary>Sees to it that none has ended by itself.</summary>
    /// <exception cref="DrillFailure">One has.</exception>
    internal void Check()
    {
        foreach (var (name, worker) in _running)
            if (worker.Process.HasExited && _running.ContainsKey(name))
                throw new DrillFailure($"{name} ended by itself with exit code {worker.Process.ExitCode}. {Said}");
    }

    /// <summary>What they wrote last.</summary>
    internal string Said => string.Join(Environment.NewLine, _said);

    /// <summary>Ends them all in good order.</summary>
    /// <exception cref="DrillFailure">One does not end.</exception>
    internal async Task StopAsync()
    {
        foreach (var worker in _running.Values)
            worker.Process.StandardInput.Close();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await Task.WhenAll(_running.Values.Select(worker => worker.Process.WaitForExitAsync(patience.Token)));
        }
        catch (OperationCanceledException)
        {
            throw new DrillFailure($"A process did not end within {Patience.TotalSeconds:0} s of being asked to. {Said}");
        }

        _running.Clear();
    }

    /// <summary>Ends those that run still.</summary>
    public void Dispose()
    {
        foreach (var worker in _running.Values)
            worker.Process.Kill();
    }

    private string Start(int node)
    {
        var name = $"n{node + 1}-{++_starts[node]}";
        Lives[name] = new ProcessLife(clock.GetUtcNow(), []);
        var process = OwnProgram.Start([.. WorkerPlan.Verbs, plan(name).Write()]);
        process.OutputDataReceived += (_, line) => Note(name, line.Data);
        process.ErrorDataReceived += (_, line) => Note(name, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _running[name] = new Worker(node, process);
        return name;
    }

    private void NoteHit(string name)
    {
        var now = clock.GetUtcNow();
        Lives.AddOrUpdate(
            name,
            _ => throw new InvalidOperationException($"{name} was hit and never started."),
            (_, life) => life with { Hits = [.. life.Hits, now] });
    }

    private void Note(string name, string? line)
    {
        if (line is null)
            return;
        _said.Enqueue($"{name}: {line}");
        while (_said.Count > 40)
            _said.TryDequeue(out _);
    }

    private sealed record Worker(int Node, Process Process);
}
