using System.Security.Cryptography;
using System.Text;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Problems;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Social;

/// <summary>Sets the instant at which a post is published, with one publication per network.</summary>
internal sealed class SchedulePost(OutreachDb db, IOptions<DeliveryOptions> options)
{
    /// <summary>Schedules it.</summary>
    /// <param name="id">Which post.</param>
    /// <param name="dueAt">When.</param>
    /// <param name="lateLimit">How late it may still go out by itself; null for the configured limit.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<ScheduleOutcome<PostId>> ExecuteAsync(PostId id, DateTimeOffset dueAt, TimeSpan? lateLimit, CancellationToken cancellationToken)
    {
        var post = await db.Set<Post>().Include(post => post.Variants).SingleOrDefaultAsync(post => post.Id == id, cancellationToken);
        if (post is null)
            return new ScheduleOutcome<PostId>.Missing();
        if (post.IsSettled)
            return new ScheduleOutcome<PostId>.Settled();

        post.State = PostState.Scheduled;
        post.DueAt = dueAt;
        post.Revision++;
        db.AddRange(post.Variants.Select(variant => new Publication { PostId = id, Network = variant.Network, BodyHash = Hash(variant.Text) }));
        db.Add(new DueItem
        {
            Kind = Post.DueKind,
            SubjectId = id.Value,
            DueAt = dueAt,
            LateLimit = lateLimit ?? options.Value.LateLimit,
        });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return new ScheduleOutcome<PostId>.Scheduled(id);
        }
        catch (DbUpdateException) when (!cancellationToken.IsCancellationRequested)
        {
            // Two people pressed the button: the revision says so, or the due item that stands already, whichever is written first.
            return new ScheduleOutcome<PostId>.Settled();
        }
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
