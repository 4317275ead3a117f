using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Problems;

namespace DigiOne.Outreach.Audience;

/// <summary>Says everything that is wrong with a list as it was handed in.</summary>
internal static class CheckList
{
    private const int LongestName = 300;
    private const int LongestDescription = 1_000;

    internal static List<FieldProblem> Of(ListDraft draft)
    {
        var problems = new List<FieldProblem>();
        if (!ListKey.IsValid(draft.Key))
            problems.Add(new FieldProblem("key", ProblemKind.Malformed, $"A list's key is {ListKey.Rule}."));
        if (draft.Names.Count == 0)
            problems.Add(FieldProblem.Required("names", "The name in at least one language"));
        foreach (var (language, name) in draft.Names)
            problems.AddRange(Unknown("names", language) ?? FieldProblem.OfLine($"names.{language}", "The name", name, LongestName));
        foreach (var (language, description) in draft.Descriptions)
            problems.AddRange(
                Unknown("descriptions", language) ?? FieldProblem.OfLine($"descriptions.{language}", "The description", description, LongestDescription));
        return problems;
    }

    private static IEnumerable<FieldProblem>? Unknown(string field, string language) => LanguageTag.IsKnown(language)
        ? null
        : [new FieldProblem($"{field}.{language}", ProblemKind.Malformed, $"'{language}' is no language tag like fi, sv or en.")];
}
