using System.ComponentModel.DataAnnotations;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Problems;
using DigiOne.Outreach.Social;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Web.Api;

/// <summary>Social posts.</summary>
internal static class PostsApi
{
    private const string Path = "/api/v1/posts";

    internal static void Map(RouteGroupBuilder api)
    {
        var posts = api.MapGroup("/posts").WithTags("Posts");
        posts.MapGet("", ListAsync).Reads<PostAnswer[]>("getPosts", "Posts, the newest first");
        posts.MapGet("/{id:guid}", ShowAsync).Reads<PostAnswer>("getPost", "One post, with what became of it on each network");
        posts.MapPost("", CreateAsync).Writes<SavedAnswer>("createPost", "Begin a post, with a text per network", StatusCodes.Status201Created);
        posts.MapPut("/{id:guid}", EditAsync).Writes<SavedAnswer>("editPost", "Replace a draft's content; with revision, only if that is the newest");
        posts.MapPost("/{id:guid}/schedule", ScheduleAsync).Writes<PostAnswer>("schedulePost", "Schedule it");
        posts.MapDelete("/{id:guid}/schedule", UnscheduleAsync).Writes<PostAnswer>("unschedulePost", "Take it back before its time; it becomes a draft again");
    }

    private static async Task<IResult> ListAsync(OutreachDb db, CancellationToken cancellationToken, [Range(1, QueryRanges.LargestPage)] int limit = QueryRanges.PageSize)
    {
        var posts = await db.Set<Post>().AsNoTracking().Include(post => post.Variants)
            .OrderByDescending(post => post.CreatedAt).Take(limit).ToListAsync(cancellationToken);
        var ids = posts.Select(post => post.Id).ToList();
        var publications = await db.Set<Publication>().AsNoTracking().Where(publication => ids.Contains(publication.PostId)).ToListAsync(cancellationToken);
        var perPost = publications.ToLookup(publication => publication.PostId);
        return TypedResults.Ok(posts.Select(post => PostAnswer.Of(post, perPost[post.Id])).ToArray());
    }

    private static async Task<IResult> ShowAsync(Guid id, OutreachDb db, CancellationToken cancellationToken)
    {
        var postId = new PostId(id);
        var post = await db.Set<Post>().AsNoTracking().Include(post => post.Variants).SingleOrDefaultAsync(post => post.Id == postId, cancellationToken);
        return post is null
            ? ApiAnswers.Missing()
            : TypedResults.Ok(PostAnswer.Of(
                post, await db.Set<Publication>().AsNoTracking().Where(publication => publication.PostId == postId).ToListAsync(cancellationToken)));
    }

    private static async Task<IResult> CreateAsync(PostDraft draft, SavePost save, CancellationToken cancellationToken) =>
        (await save.CreateAsync(draft, cancellationToken)).Created(Path, saved => saved.Value);

    private static async Task<IResult> EditAsync(Guid id, PostDraft draft, SavePost save, CancellationToken cancellationToken, int? revision = null) =>
        (await save.EditAsync(new PostId(id), revision, draft, cancellationToken)).Answer(saved => saved.Value);

    private static async Task<IResult> ScheduleAsync(
        Guid id, ScheduleRequest request, DueTime times, SchedulePost schedule, OutreachDb db, CancellationToken cancellationToken)
    {
        var problems = new List<FieldProblem>();
        var dueAt = times.Read("at", request.At, problems);
        if (problems.Count > 0)
            return ApiAnswers.Refused(problems);

        var outcome = await schedule.ExecuteAsync(new PostId(id), dueAt, lateLimit: null, cancellationToken);
        return outcome is ScheduleOutcome<PostId>.Scheduled ? await ShowAsync(id, db, cancellationToken) : outcome.Answer(_ => ApiAnswers.Missing());
    }

    private static async Task<IResult> UnscheduleAsync(Guid id, OutreachDb db, UnschedulePost unschedule, CancellationToken cancellationToken)
    {
        var postId = new PostId(id);
        if (!await db.Set<Post>().AnyAsync(post => post.Id == postId, cancellationToken))
            return ApiAnswers.Missing();
        return await unschedule.ExecuteAsync(postId, cancellationToken)
            ? await ShowAsync(id, db, cancellationToken)
            : ApiAnswers.Conflict("It is a draft, or it is too late.");
    }
}

/// <summary>A post.</summary>
internal sealed record PostAnswer(
    Guid Id, string Name, PostState State, DateTimeOffset? DueAt, IReadOnlyDictionary<string, string> Texts,
    IReadOnlyList<PublicationAnswer> Publications, int Revision, DateTimeOffset CreatedAt)
{
    internal static PostAnswer Of(Post post, IEnumerable<Publication> publications) => new(
        post.Id.Value, post.Name, post.State, post.DueAt,
        post.Variants.OrderBy(variant => variant.Network, StringComparer.Ordinal).ToDictionary(variant => variant.Network, variant => variant.Text),
        [.. publications.OrderBy(publication => publication.Network, StringComparer.Ordinal).Select(PublicationAnswer.Of)],
        post.Revision, post.CreatedAt);
}

/// <summary>What became of a post on one network.</summary>
internal sealed record PublicationAnswer(string Network, PublicationState State, DateTimeOffset? PublishedAt, string? NetworkId, string? Url, string? Answer)
{
    internal static PublicationAnswer Of(Publication publication) => new(
        publication.Network, publication.State, publication.PublishedAt, publication.NetworkId, publication.Url, publication.Answer);
}
