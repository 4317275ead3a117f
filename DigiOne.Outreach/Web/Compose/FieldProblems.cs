using DigiOne.Outreach.Problems;
using DigiOne.Outreach.Web.Components;
using DigiOne.Outreach.Web.Words;
using Microsoft.Extensions.Localization;

namespace DigiOne.Outreach.Web.Compose;

/// <summary>Says in the reader's language what a use case found wrong.</summary>
internal static class FieldProblems
{
    /// <summary>Adds the problems to a form's errors, except at fields about which something is said already.</summary>
    /// <param name="errors">The form's errors.</param>
    /// <param name="problems">What the use case found.</param>
    /// <param name="compose">The words.</param>
    /// <param name="labels">The field in the form and its label, by the path that the use case gives.</param>
    internal static void Add(
        this FormErrors errors,
        IEnumerable<FieldProblem> problems,
        IStringLocalizer<ComposeWords> compose,
        Func<string, (string Field, string Label)> labels)
    {
        foreach (var problem in problems)
        {
            var (field, label) = labels(problem.Field);
            if (errors.Of(field) is null)
                errors.Add(field, Say(problem, label, compose));
        }
    }

    private static string Say(FieldProblem problem, string label, IStringLocalizer<ComposeWords> compose) => problem switch
    {
        { Field: "languages", Kind: ProblemKind.Required } => compose["Problem.NoLanguage"],
        { Field: "texts", Kind: ProblemKind.Required } => compose["Problem.NoNetwork"],
        { Field: "fallbackLanguage" } => compose["Problem.Fallback"],
        { Kind: ProblemKind.Malformed } when problem.Field.EndsWith("link", StringComparison.OrdinalIgnoreCase)
            || problem.Field.EndsWith("Url", StringComparison.Ordinal) => compose["Problem.Link", label],
        // Only a network knows what it refuses about a text.
        { Kind: ProblemKind.Malformed } when problem.Field.StartsWith("texts.", StringComparison.Ordinal) => $"{label}: {problem.Message}",
        _ => compose[$"Problem.{problem.Kind}", label],
    };
}
