using DigiOne.Outreach.Audience;

namespace DigiOne.Outreach.Web.Api;

/// <summary>Lists that people subscribe to.</summary>
internal static class ListsApi
{
    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/lists", AllAsync).WithTags("Lists").Reads<ListAnswer[]>("getLists", "All lists, with the people whom a mailing would reach");
        api.MapPost("/lists", CreateAsync).WithTags("Lists").Writes<ListAnswer>("createList", "Make a list", StatusCodes.Status201Created);
        api.MapPut("/lists/{key}", EditAsync).WithTags("Lists").Writes<SavedAnswer>("editList", "Replace all of a list but its key; with revision, only if that is the newest");
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

    private static async Task<IResult> EditAsync(string key, ListDraft draft, EditList edit, CancellationToken cancellationToken, int? revision = null) =>
        draft.Key == key
            ? (await edit.ExecuteAsync(revision, draft, cancellationToken)).Answer(id => id.Value)
            : ApiAnswers.Refused("key", $"A list keeps its key, which is '{key}' here.");
}

/// <summary>A list.</summary>
internal sealed record ListAnswer(
    string Key, IReadOnlyDictionary<string, string> Names, IReadOnlyDictionary<string, string> Descriptions, LegalBasis LegalBasis, bool IsPublic,
    bool NeedsConfirmation, bool Welcomes, int Revision, int Subscribed, IReadOnlyDictionary<string, int> SubscribedByLanguage,
    DateTimeOffset CreatedAt)
{
    internal static ListAnswer Of(ListSummary list) =>
        new(
            list.List.Key, list.List.Names, list.List.Descriptions, list.List.LegalBasis, list.List.IsPublic, list.List.NeedsConfirmation, list.List.Welcomes, list.List.Revision,
            list.Subscribed, list.SubscribedByLanguage, list.List.CreatedAt);
}
