using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Social;

/// <summary>Takes a post back that has not been released yet; it becomes a draft again.</summary>
internal sealed class UnschedulePost(OutreachDb db)
{
    /// <summary>Takes it back.</summary>
    /// <returns>False when it is a draft, or too late.</returns>
    internal async Task<bool> ExecuteAsync(PostId id, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var taken = await db.Set<Post>()
            .Where(post => post.Id == id && post.State == PostState.Scheduled)
            .ExecuteUpdateAsync(
                post => post.SetProperty(p => p.State, PostState.Draft)
                    .SetProperty(p => p.DueAt, (DateTimeOffset?)null)
                    .SetProperty(p => p.Revision, p => p.Revision + 1),
                cancellationToken);
        if (taken == 0)
            return false;

        // A draft may be scheduled anew, with other words: nothing of this schedule stays.
        await db.Set<Publication>().Where(publication => publication.PostId == id).ExecuteDeleteAsync(cancellationToken);
        await db.Set<DueItem>().Where(item => item.Kind == Post.DueKind && item.SubjectId == id.Value).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }
}
