using Scriban.Parsing;
using Scriban.Syntax;

namespace DigiOne.Outreach.Rendering;

/// <summary>What is left of the time and memory that one mail may take, shared by its subject, HTML and text. One thread uses it.</summary>
internal sealed class RenderBudget(RenderingLimits limits, CancellationToken cancellationToken)
{
    // A single step makes at most a string of the limit's length, so looking at every sixteenth keeps the overshoot small
    private const int StepsBetweenLooks = 16;

    private readonly long _start = TimeProvider.System.GetTimestamp();
    private readonly long _allocated = GC.GetAllocatedBytesForCurrentThread();
    private int _steps;

    public RenderingLimits Limits => limits;

    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>Counts one evaluation.</summary>
    /// <exception cref="ScriptRuntimeException">Time or memory is used up.</exception>
    public void Step(SourceSpan span)
    {
        if (++_steps % StepsBetweenLooks != 0) return;
        cancellationToken.ThrowIfCancellationRequested();
        if (TimeProvider.System.GetElapsedTime(_start) > limits.Time)
            throw new ScriptRuntimeException(span, $"This template took longer than {limits.Time.TotalSeconds:0.#} s; look for loops or functions that never come to an end.");
        if (GC.GetAllocatedBytesForCurrentThread() - _allocated > limits.AllocatedBytes)
            throw new ScriptRuntimeException(span, $"This template used more than {limits.AllocatedBytes / (1024 * 1024)} MiB of memory; look for texts or lists that grow in a loop.");
    }
}
