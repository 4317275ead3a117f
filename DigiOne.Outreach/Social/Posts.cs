using DigiOne.Outreach.Social.Networks.Rehearsal;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Social;

/// <summary>Asks for posts.</summary>
internal sealed class Posts(OutreachDb db, DueItems due)
{
    /// <summary>Some of them with their publications, the latest first.</summary>
    /// <param name="skip">How many of the latest to leave out.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<IReadOnlyList<PostDetail>> LatestAsync(int skip, int take, CancellationToken cancellationToken) =>
        await WithTheirsAsync(
            // Ids are in the order of making.
            await All.OrderByDescending(post => post.Id).Skip(skip).Take(take).ToListAsync(cancellationToken), cancellationToken);

    /// <summary>How many there are.</summary>
    internal Task<int> CountAsync(CancellationToken cancellationToken) => db.Set<Post>().CountAsync(cancellationToken);

    /// <summary>One; null when there is no such post.</summary>
    internal async Task<PostDetail?> FindAsync(PostId id, CancellationToken cancellationToken) =>
        (await WithTheirsAsync(await All.Where(post => post.Id == id).ToListAsync(cancellationToken), cancellationToken)).SingleOrDefault();

    /// <summary>What was captured instead of published, by publication.</summary>
    internal async Task<IReadOnlyDictionary<PublicationId, RehearsedPost>> CapturedAsync(
        IEnumerable<PublicationId> publications, CancellationToken cancellationToken)
    {
        var ids = publications.ToList();
        return await db.Set<RehearsedPost>().AsNoTracking().Where(captured => ids.Contains(captured.Id))
            .ToDictionaryAsync(captured => captured.Id, cancellationToken);
    }

    private IQueryable<Post> All => db.Set<Post>().AsNoTracking().Include(post => post.Variants);

    private async Task<List<PostDetail>> WithTheirsAsync(List<Post> posts, CancellationToken cancellationToken)
    {
        var ids = posts.ConvertAll(post => post.Id);
        var publications = (await db.Set<Publication>().AsNoTracking().Where(publication => ids.Contains(publication.PostId))
            .ToListAsync(cancellationToken)).ToLookup(publication => publication.PostId);
        var asking = await due.AskingAsync(Post.DueKind, posts.Select(post => post.Id.Value), cancellationToken);
        return posts.ConvertAll(post => new PostDetail(post, [.. publications[post.Id]], asking.Contains(post.Id.Value)));
    }
}

/// <summary>A post with what becomes of it.</summary>
/// <param name="Post">The post and its texts.</param>
/// <param name="Publications">One per network, once it is scheduled.</param>
/// <param name="IsAsking">Whether it is overdue by more than its limit, and a person decides.</param>
internal sealed record PostDetail(Post Post, IReadOnlyList<Publication> Publications, bool IsAsking);
