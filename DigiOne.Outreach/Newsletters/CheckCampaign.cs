using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Problems;

namespace DigiOne.Outreach.Newsletters;

/// <summary>Finds everything that is wrong with a campaign's draft, at once.</summary>
internal sealed class CheckCampaign(Addressing addressing)
{
    internal async Task<CheckedCampaign> ExecuteAsync(CampaignDraft draft, CancellationToken cancellationToken)
    {
        var problems = new List<FieldProblem>();
        problems.AddRange(FieldProblem.OfLine("name", "The name", draft.Name));
        foreach (var (language, text) in draft.Variants)
            problems.AddRange(FieldProblem.OfLine($"variants.{language}.subject", "The subject", text.Subject));
        var (list, sender) = await addressing.FindAsync(
            draft.List, draft.Sender, [.. draft.Variants.Keys], draft.FallbackLanguage, problems, cancellationToken);
        return new CheckedCampaign(list, sender, problems);
    }
}

/// <summary>A draft's list and sender, where they exist, and what is wrong with it.</summary>
internal sealed record CheckedCampaign(ListId? List, string? Sender, IReadOnlyList<FieldProblem> Problems);
