using System.Text.Json;
using System.Text.Json.Nodes;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DigiOne.Outreach.Web.Api;

/// <summary>Segments, and how many are in them.</summary>
internal static class SegmentsApi
{
    private const string Path = "/api/v1/segments";

    internal static void Map(RouteGroupBuilder api)
    {
        var segments = api.MapGroup("/segments").WithTags("Segments");
        segments.MapGet("", AllAsync).Reads<SegmentAnswer[]>("getSegments", "All segments");
        api.MapGet("/segment-fields", FieldsAsync).WithTags("Segments").Reads<SegmentFieldAnswer[]>("getSegmentFields", "What conditions may be about, and how each is compared");
        segments.MapGet("/{key}", ShowAsync).Reads<SegmentAnswer>("getSegment", "One segment");
        segments.MapGet("/{key}/count", CountAsync).Reads<SegmentCountAnswer>("countSegment", "How many people it means now, counted for three seconds at most");
        segments.MapPost("", CreateAsync).Writes<SavedAnswer>("createSegment", "Make a segment", StatusCodes.Status201Created);
        segments.MapPost("/count", CountFilterAsync).Reads<SegmentCountAnswer>("countFilter", "How many people a filter means that is not kept");
        segments.MapPut("/{key}", EditAsync).Writes<SavedAnswer>("editSegment", "Replace all of a segment but its key; with revision, only if that is the newest");
        segments.MapDelete("/{key}", DeleteAsync).Writes<IdAnswer>("deleteSegment", "Delete a segment that no draft names");
    }

    private static async Task<IResult> AllAsync(Segments segments, CancellationToken cancellationToken) =>
        TypedResults.Ok((await segments.AllAsync(cancellationToken)).Select(SegmentAnswer.Of).ToArray());

    private static async Task<IResult> FieldsAsync(SegmentFields fields, CancellationToken cancellationToken) =>
        TypedResults.Ok((await fields.AllAsync(cancellationToken)).Select(field => new SegmentFieldAnswer(
            field.Key, field.Operators.ToDictionary(with => with, field.ValueOf), [.. field.Choices.Keys])).ToArray());

    private static async Task<IResult> ShowAsync(string key, Segments segments, CancellationToken cancellationToken) =>
        await segments.FindAsync(key, cancellationToken) is { } found ? TypedResults.Ok(SegmentAnswer.Of(found)) : Missing();

    private static async Task<IResult> CountAsync(string key, Segments segments, CancellationToken cancellationToken) =>
        await segments.FindAsync(key, cancellationToken) is { } found
            ? TypedResults.Ok(SegmentCountAnswer.Of(await segments.CountAsync(SegmentJson.Read(found.Filter), Segments.Patience, cancellationToken)))
            : Missing();

    private static async Task<IResult> CountFilterAsync(FilterRequest request, Segments segments, SegmentFields fields, CancellationToken cancellationToken)
    {
        var problems = new List<FieldProblem>();
        return SegmentJson.Read(request.Filter, "filter", problems) is { } filter && await fields.CheckAsync(filter, problems, cancellationToken) is { } stored
            ? TypedResults.Ok(SegmentCountAnswer.Of(await segments.CountAsync(stored, Segments.Patience, cancellationToken)))
            : ApiAnswers.Refused(problems);
    }

    private static async Task<IResult> CreateAsync(SegmentRequest request, SaveSegment save, CancellationToken cancellationToken) =>
        Draft(request, request.Key, out var draft) ?? (await save.CreateAsync(draft!, cancellationToken)) switch
        {
            SaveOutcome<SegmentId>.Saved saved => TypedResults.Created($"{Path}/{request.Key}", new SavedAnswer(saved.Id.Value, saved.Revision)),
            var other => other.Answer(id => id.Value),
        };

    private static async Task<IResult> EditAsync(
        string key, SegmentRequest request, Segments segments, SaveSegment save, CancellationToken cancellationToken, int? revision = null)
    {
        if (await segments.FindAsync(key, cancellationToken) is not { } found)
            return Missing();
        if (request.Key != key)
            return ApiAnswers.Refused("key", $"A segment keeps its key, which is '{key}' here.");
        return Draft(request, key, out var draft) ?? (await save.EditAsync(found.Id, revision, draft!, cancellationToken)).Answer(id => id.Value);
    }

    private static async Task<IResult> DeleteAsync(string key, Segments segments, SaveSegment save, CancellationToken cancellationToken) =>
        await segments.FindAsync(key, cancellationToken) is not { } found ? Missing()
            : await save.DeleteAsync(found.Id, cancellationToken) switch
            {
                SaveOutcome<SegmentId>.Settled => ApiAnswers.Conflict("A newsletter that is not scheduled yet goes to this segment: take it out there first."),
                SaveOutcome<SegmentId>.Saved => TypedResults.Ok(new IdAnswer(found.Id.Value)),
                _ => Missing(),
            };

    private static IResult? Draft(SegmentRequest request, string key, out SegmentDraft? draft)
    {
        var problems = new List<FieldProblem>();
        var filter = SegmentJson.Read(request.Filter, "filter", problems);
        draft = filter is null ? null : new SegmentDraft(key, request.Name, filter);
        return filter is null ? ApiAnswers.Refused(problems) : null;
    }

    private static ProblemHttpResult Missing() => TypedResults.Problem("There is no segment of this key.", statusCode: StatusCodes.Status404NotFound, title: "Not found");
}

/// <summary>A segment as it is handed in.</summary>
internal sealed record SegmentRequest(string Key, string Name, JsonElement Filter);

/// <summary>A filter alone.</summary>
internal sealed record FilterRequest(JsonElement Filter);

/// <summary>A segment.</summary>
internal sealed record SegmentAnswer(string Key, string Name, JsonNode Filter, int Revision, DateTimeOffset CreatedAt, DateTimeOffset EditedAt)
{
    internal static SegmentAnswer Of(Segment segment) =>
        new(segment.Key, segment.Name, JsonNode.Parse(segment.Filter)!, segment.Revision, segment.CreatedAt, segment.EditedAt);
}

/// <summary>What conditions may be about: the operators with what each compares with, and what may be chosen.</summary>
internal sealed record SegmentFieldAnswer(string Key, IReadOnlyDictionary<SegmentOperator, SegmentValue> Operators, IReadOnlyList<string> Choices);

/// <summary>How many a segment means; where not all were looked at, at least so many.</summary>
internal sealed record SegmentCountAnswer(long People, long Subscribed, bool IsWhole)
{
    internal static SegmentCountAnswer Of(SegmentCount count) => new(count.People, count.Subscribed, count.IsWhole);
}
