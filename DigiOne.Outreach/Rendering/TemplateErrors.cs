using Scriban.Parsing;
using Scriban.Syntax;

namespace DigiOne.Outreach.Rendering;

/// <summary>Scriban's errors in our form.</summary>
internal static class TemplateErrors
{
    private const int LongestProblem = 400;

    /// <summary>An error at a span, whose positions count from 0.</summary>
    public static TemplateException At(SourceSpan span, string problem, Exception? inner = null)
        => new(
            span.FileName ?? "",
            Math.Max(0, span.Start.Line) + 1,
            Math.Max(0, span.Start.Column) + 1,
            problem.Length > LongestProblem ? string.Concat(problem.AsSpan(0, LongestProblem), "...") : problem,
            inner);

    /// <summary>A run-time error: the place is where it happened, the hint what to do.</summary>
    public static TemplateException From(ScriptRuntimeException error)
    {
        var problem = error.OriginalMessage;
        if (problem.EndsWith("was not found", StringComparison.Ordinal))
            problem += ". Check the spelling; for data that may be absent write 'this.name'.";
        else if (problem.EndsWith("is null.", StringComparison.Ordinal) || problem.Contains("evaluates to null", StringComparison.Ordinal))
            problem += " For data that may be absent write 'a?.b'.";
        return At(error.Span, problem, error);
    }
}
