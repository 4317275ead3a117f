using DigiOne.Outreach.Social.Networks;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Social;

/// <summary>Publishes a post on each of its networks: intent, one call, outcome. What broke in between is found out, not repeated.</summary>
internal sealed class PublishPost(IDbContextFactory<OutreachDb> databases, NetworkDirectory networks, TimeProvider clock) : IDueWork
{
    // Longer than any connector waits for its network.
    private static readonly TimeSpan LongestCall = TimeSpan.FromMinutes(2);

    /// <inheritdoc />
    public string Kind => Post.DueKind;

    /// <inheritdoc />
    public async Task ActivateAsync(Guid subject, CancellationToken cancellationToken)
    {
        var id = new PostId(subject);
        await using var db = databases.CreateDbContext();
        await db.Set<Post>().Where(post => post.Id == id && post.State == PostState.Scheduled)
            .ExecuteUpdateAsync(post => post.SetProperty(p => p.State, PostState.Released), cancellationToken);
        var released = await db.Set<Post>().AsNoTracking().Include(post => post.Variants)
            .SingleOrDefaultAsync(post => post.Id == id && post.State == PostState.Released, cancellationToken);
        if (released is null)
            return;

        var publications = await db.Set<Publication>().AsNoTracking()
            .Where(publication => publication.PostId == id
                && (publication.State == PublicationState.Waiting || publication.State == PublicationState.Sending))
            .ToListAsync(cancellationToken);
        var underWay = false;
        foreach (var publication in publications)
            underWay |= !await PublishAsync(
                db, publication, released.Variants.Single(variant => variant.Network == publication.Network).Text, cancellationToken);
        if (underWay)
            throw new InvalidOperationException($"Post {id} is being published by another process; its item is looked at again.");
    }

    /// <inheritdoc />
    public async Task<bool> HasStartedAsync(Guid subject, CancellationToken cancellationToken)
    {
        var id = new PostId(subject);
        await using var db = databases.CreateDbContext();
        return await db.Set<Post>().AnyAsync(post => post.Id == id && post.State == PostState.Released, cancellationToken);
    }

    /// <returns>False while another process is at it.</returns>
    private async Task<bool> PublishAsync(OutreachDb db, Publication publication, string text, CancellationToken cancellationToken)
    {
        if (!networks.TryFind(publication.Network, out var connector))
        {
            await RecordAsync(db, publication, new PublishOutcome.Rejected($"The network {publication.Network} is no longer known here."));
            return true;
        }

        var now = clock.GetUtcNow();
        var own = await db.Set<Publication>()
            .Where(row => row.Id == publication.Id && row.State == PublicationState.Waiting)
            .ExecuteUpdateAsync(
                row => row.SetProperty(p => p.State, PublicationState.Sending).SetProperty(p => p.IntentAt, now), cancellationToken) == 1;

        if (!own)
        {
            var other = await db.Set<Publication>().AsNoTracking().SingleAsync(row => row.Id == publication.Id, cancellationToken);
            if (other.State != PublicationState.Sending)
                return true;
            if (other.IntentAt > now - LongestCall)
                return false;
        }

        // An intent that is not ours and is older than any call was written by a process that died: the network knows.
        var outcome = own
            ? await connector.PublishAsync(publication, text, CancellationToken.None)
            : await connector.FindOutAsync(publication, cancellationToken)
                ?? new PublishOutcome.InDoubt(PostExplanations.Interrupted.Of());
        await RecordAsync(db, publication, outcome);
        return true;
    }

    // Once the call was made its outcome is written, whoever gives up meanwhile, and over the doubt of one who thought us dead.
    private Task<int> RecordAsync(OutreachDb db, Publication publication, PublishOutcome outcome)
    {
        var now = clock.GetUtcNow();
        var (state, published) = outcome switch
        {
            PublishOutcome.Published landed => (PublicationState.Published, landed),
            PublishOutcome.Rejected => (PublicationState.Rejected, null),
            _ => (PublicationState.InDoubt, (PublishOutcome.Published?)null),
        };
        var answer = outcome switch
        {
            PublishOutcome.Rejected rejected => rejected.Answer,
            PublishOutcome.InDoubt doubt => doubt.Reason,
            _ => null,
        };
        return db.Set<Publication>()
            .Where(row => row.Id == publication.Id && row.State != PublicationState.Published && row.State != PublicationState.Rejected)
            .ExecuteUpdateAsync(row => row
                .SetProperty(p => p.State, state)
                .SetProperty(p => p.PublishedAt, published == null ? null : now)
                .SetProperty(p => p.NetworkId, published == null ? null : published.NetworkId)
                .SetProperty(p => p.Url, published == null ? null : published.Url)
                .SetProperty(p => p.Answer, answer));
    }
}
