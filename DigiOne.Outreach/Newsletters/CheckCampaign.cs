using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Problems;

namespace DigiOne.Outreach.Newsletters;

/// <summary>Finds everything that is wrong with a campaign's draft, at once.</summary>
internal sealed class CheckCampaign(Addressing addressing, Segments segments)
{
    private const int LongestLine = 300;
    private const int LongestLink = 2000;

    internal async Task<CheckedCampaign> ExecuteAsync(CampaignDraft draft, CancellationToken cancellationToken)
    {
        var problems = new List<FieldProblem>();
        problems.AddRange(FieldProblem.OfLine("name", "The name", draft.Name));
        foreach (var (language, text) in draft.Variants)
            problems.AddRange(Check($"variants.{language}", text));
        var (list, sender) = await addressing.FindAsync(
            draft.List, draft.Sender, [.. draft.Variants.Keys], draft.FallbackLanguage, problems, cancellationToken);
        var segment = draft.Segment.Length == 0 ? null : await segments.FindAsync(draft.Segment, cancellationToken);
        if (draft.Segment.Length > 0 && segment is null)
            problems.Add(FieldProblem.Unknown("segment", "segment", draft.Segment, (await segments.AllAsync(cancellationToken)).Select(known => known.Key)));
        return new CheckedCampaign(list, segment?.Id, sender, problems);
    }

    private static IEnumerable<FieldProblem> Check(string path, CampaignText text)
    {
        foreach (var problem in FieldProblem.OfLine($"{path}.subject", "The subject", text.Subject))
            yield return problem;
        if (text.Preheader.Length > LongestLine)
            yield return FieldProblem.TooLong($"{path}.preheader", "The preheader", LongestLine);
        foreach (var (index, article) in (text.Articles ?? []).Index())
            foreach (var problem in Check($"{path}.articles.{index}", article))
                yield return problem;
    }

    private static IEnumerable<FieldProblem> Check(string path, Article article)
    {
        foreach (var problem in FieldProblem.OfLine($"{path}.title", "The article's title", article.Title))
            yield return problem;
        if (article.Link.Length > LongestLink)
            yield return FieldProblem.TooLong($"{path}.link", "The link", LongestLink);
        else if (article.Link.Length > 0 && !IsWebAddress(article.Link))
            yield return new FieldProblem($"{path}.link", ProblemKind.Malformed, "The link starts with https:// and names a host.");
        if (article.LinkText.Length > LongestLine)
            yield return FieldProblem.TooLong($"{path}.linkText", "The link's text", LongestLine);
    }

    private static bool IsWebAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https";
}

/// <summary>A draft's list, segment and sender, where they exist, and what is wrong with it.</summary>
internal sealed record CheckedCampaign(ListId? List, SegmentId? Segment, string? Sender, IReadOnlyList<FieldProblem> Problems);
