using DigiOne.Outreach.Audience;

namespace DigiOne.Outreach.Web.Api;

/// <summary>Lists that people subscribe to.</summary>
internal static class ListsApi
{
    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/lists", AllAsync).WithTags("Lists").Reads<ListAnswer[]>("getLists", "All lists, with the people whom a mailing would reach");
        api.MapPost("/lists", CreateAsync).WithTags("Lists").Writes<ListAnswer>("createList", "Make a list", StatusCodes.Status201Created);
    }

    private static async Task<IResult> AllAsync(Lists lists, CancellationToken cancellationToken) =>
        TypedResults.Ok((await lists.AllAsync(cancellationToken)).Select(ListAnswer.Of).ToArray());

    private static async Task<IResult> CreateAsync(ListDraft draft, CreateList create, CancellationToken cancellationToken) =>
        await create.ExecuteAsync(draft, cancellationToken) switch
        {
            CreateListOutcome.Created created => TypedResults.Created("/api/v1/lists", ListAnswer.Of(new ListSummary(created.List, new Dictionary<string, int>()))),
            CreateListOutcome.Refused refused => ApiAnswers.Refused(refused.Problems),
            _ => ApiAnswers.Conflict($"There is a list '{draft.Key}' already."),
        };
}

/// <summary>A list.</summary>
internal sealed record ListAnswer(
    string Key, IReadOnlyDictionary<string, string> Names, LegalBasis LegalBasis, int Subscribed, IReadOnlyDictionary<string, int> SubscribedByLanguage,
    DateTimeOffset CreatedAt)
{
    internal static ListAnswer Of(ListSummary list) =>
        new(list.List.Key, list.List.Names, list.List.LegalBasis, list.Subscribed, list.SubscribedByLanguage, list.List.CreatedAt);
}
