using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Social;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Plans;

/// <summary>Everything planned, on its way and sent, on all channels.</summary>
internal sealed class Timeline(
    OutreachDb db, DueItems due, QuietWait quiet, MailingHalts halts, CanaryEnd canaries, MailingProgress progress, SenderDirectory senders, CountReached reached)
{
    /// <summary>What is due in a span of time, the earliest first.</summary>
    internal async Task<IReadOnlyList<TimelineEntry>> BetweenAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var mailings = await MailingsAsync(
            db.Set<Mailing>().Where(mailing => mailing.DueAt >= from && mailing.DueAt < until), isWatched: false, cancellationToken);
        var posts = await PostsAsync(db.Set<Post>().Where(post => post.DueAt >= from && post.DueAt < until), cancellationToken);
        return InOrder(mailings.Concat(posts));
    }

    /// <summary>What waits for a person's decision, however long ago it was due, the earliest first.</summary>
    internal async Task<IReadOnlyList<TimelineEntry>> OverdueAsync(CancellationToken cancellationToken)
    {
        var asking = db.Set<DueItem>().Where(item => item.State == DueState.Asking);
        var mailingIds = await IdsAsync(asking, Mailing.DueKind, MailingId.From, cancellationToken);
        var postIds = await IdsAsync(asking, Post.DueKind, PostId.From, cancellationToken);
        var mailings = await MailingsAsync(db.Set<Mailing>().Where(mailing => mailingIds.Contains(mailing.Id)), isWatched: false, cancellationToken);
        var posts = await PostsAsync(db.Set<Post>().Where(post => post.DueAt != null && postIds.Contains(post.Id)), cancellationToken);
        return InOrder(mailings.Concat(posts).Where(entry => entry.State == TimelineState.Overdue));
    }

    /// <summary>Mailings that go no further until somebody sees to them, however long ago they were due, the earliest first.</summary>
    internal async Task<IReadOnlyList<TimelineEntry>> HaltedAsync(CancellationToken cancellationToken)
    {
        var unknown = (await OpenSendersAsync(cancellationToken)).Where(key => !senders.TryFind(key, out _)).ToList();
        var mailings = await MailingsAsync(
            Open.Where(mailing => unknown.Contains(mailing.SenderKey) || (mailing.PausedAt != null && mailing.PauseReason != PauseReason.Person)),
            isWatched: false,
            cancellationToken);
        return InOrder(mailings.Where(
            entry => entry.Halt is MailingHalt.MissingSender or MailingHalt.Rejections or MailingHalt.Complaints or MailingHalt.Doubt or MailingHalt.Deferrals));
    }

    /// <summary>Keys of the senders of all that is planned or under way.</summary>
    internal Task<List<string>> OpenSendersAsync(CancellationToken cancellationToken) =>
        Open.Select(mailing => mailing.SenderKey).Distinct().ToListAsync(cancellationToken);

    /// <summary>Mailings under way with messages in doubt, those with the most first.</summary>
    internal async Task<IReadOnlyList<OpenDoubt>> InDoubtAsync(CancellationToken cancellationToken)
    {
        var open = await Open.Where(mailing => mailing.State == MailingState.Sending)
            .Select(mailing => new OpenDoubt(
                mailing.Id, mailing.Name, mailing.SenderKey,
                db.Set<Delivery>().Count(delivery => delivery.MailingId == mailing.Id && delivery.Queue == DeliveryState.InDoubt)))
            .ToListAsync(cancellationToken);
        return [.. open.Where(mailing => mailing.InDoubt > 0).OrderByDescending(mailing => mailing.InDoubt).ThenBy(mailing => mailing.Name, StringComparer.Ordinal)];
    }

    /// <summary>What is under way, or starts by itself before an instant: for who asks every second.</summary>
    internal async Task<IReadOnlyList<TimelineEntry>> MovingAsync(DateTimeOffset until, CancellationToken cancellationToken)
    {
        var mailings = await MailingsAsync(
            db.Set<Mailing>().Where(mailing => mailing.State == MailingState.Sending
                || (mailing.State == MailingState.Scheduled && mailing.DueAt < until)),
            isWatched: true, cancellationToken);
        var posts = await PostsAsync(
            db.Set<Post>().Where(post => post.DueAt != null && ((post.State == PostState.Scheduled && post.DueAt < until)
                || db.Set<Publication>().Any(publication => publication.PostId == post.Id
                    && (publication.State == PublicationState.Waiting || publication.State == PublicationState.Sending)))),
            cancellationToken);
        return InOrder(mailings.Concat(posts).Where(entry => entry.State is TimelineState.Planned or TimelineState.Sending));
    }

    private IQueryable<Mailing> Open => db.Set<Mailing>().Where(mailing => mailing.CancelledAt == null
        && (mailing.State == MailingState.Scheduled || mailing.State == MailingState.Sending));

    private static List<TimelineEntry> InOrder(IEnumerable<TimelineEntry> entries) =>
        [.. entries.OrderBy(entry => entry.DueAt).ThenBy(entry => entry.Name, StringComparer.Ordinal)];

    private static async Task<List<TId>> IdsAsync<TId>(
        IQueryable<DueItem> items, string kind, Func<Guid, TId> wrap, CancellationToken cancellationToken)
        where TId : struct =>
        [.. (await items.Where(item => item.Kind == kind).Select(item => item.SubjectId).ToListAsync(cancellationToken)).Select(wrap)];

    private async Task<IEnumerable<TimelineEntry>> MailingsAsync(IQueryable<Mailing> asked, bool isWatched, CancellationToken cancellationToken)
    {
        var mailings = await asked.AsNoTracking()
            .Where(mailing => !MailingKinds.Unplanned.Contains(mailing.Kind))
            .Select(mailing => new
            {
                mailing.Id,
                mailing.Kind,
                mailing.OwnerId,
                mailing.Name,
                mailing.DueAt,
                mailing.State,
                IsCancelled = mailing.CancelledAt != null,
                IsPaused = mailing.PausedAt != null,
                mailing.Candidates,
                mailing.SenderKey,
                mailing.HonoursQuietTimes,
                mailing.PauseReason,
                mailing.CanaryState,
                mailing.CanaryDoneAt,
            })
            .ToListAsync(cancellationToken);
        var asking = await due.AskingAsync(Mailing.DueKind, mailings.Select(mailing => mailing.Id.Value), cancellationToken);
        var standings = mailings.ToDictionary(
            mailing => mailing.Id, mailing => MailingStandings.Of(mailing.State, mailing.IsCancelled, mailing.IsPaused, asking.Contains(mailing.Id.Value)));
        var isOver = standings.ToLookup(mailing => mailing.Value.IsOver(), mailing => mailing.Key);
        var counts = await reached.ExecuteAsync([.. isOver[true]], [.. isOver[false]], isWatched, cancellationToken);
        var limits = new Dictionary<MailingId, DomainLimit>();
        foreach (var mailing in mailings.Where(mailing => mailing is { CanaryState: CanaryState.Sending, CanaryDoneAt: null } && standings[mailing.Id] == MailingStanding.Sending))
            if (await progress.CanaryLimitAsync(mailing.Id, cancellationToken) is { } limit)
                limits.Add(mailing.Id, limit);
        return mailings.Select(mailing =>
        {
            var standing = standings[mailing.Id];
            var count = counts.GetValueOrDefault(mailing.Id);
            var spell = standing == MailingStanding.Scheduled
                ? quiet.Of(mailing.HonoursQuietTimes, mailing.SenderKey, mailing.DueAt)
                : quiet.Of(standing, mailing.HonoursQuietTimes, mailing.SenderKey);
            return new TimelineEntry(
                ChannelOf(mailing.Kind), mailing.Id.Value, mailing.OwnerId, mailing.Name, mailing.DueAt, StateOf(standing),
                count.Accepted, mailing.Candidates, count.Rejected)
            {
                InDoubt = count.InDoubt,
                Halt = halts.Of(standing, mailing.SenderKey, mailing.PauseReason, mailing.CanaryState),
                CanaryLimit = spell is null ? limits.GetValueOrDefault(mailing.Id) : null,
                CanaryUntil = canaries.Of(standing, mailing.CanaryState, mailing.CanaryDoneAt, mailing.HonoursQuietTimes, mailing.SenderKey),
                SenderKey = mailing.SenderKey,
                Quiet = spell,
            };
        });
    }

    private async Task<IEnumerable<TimelineEntry>> PostsAsync(IQueryable<Post> asked, CancellationToken cancellationToken)
    {
        var posts = await asked.AsNoTracking()
            .Select(post => new
            {
                post.Id,
                post.Name,
                DueAt = post.DueAt!.Value,
                post.State,
                States = db.Set<Publication>().Where(publication => publication.PostId == post.Id)
                    .Select(publication => publication.State).ToList(),
            })
            .ToListAsync(cancellationToken);
        var asking = await due.AskingAsync(Post.DueKind, posts.Select(post => post.Id.Value), cancellationToken);
        return posts.Select(post => new TimelineEntry(
            TimelineChannel.Post, post.Id.Value, null, post.Name, post.DueAt,
            post.State != PostState.Released ? asking.Contains(post.Id.Value) ? TimelineState.Overdue : TimelineState.Planned
                : post.States.Exists(state => state is PublicationState.Waiting or PublicationState.Sending) ? TimelineState.Sending
                : TimelineState.Sent,
            post.States.Count(state => state == PublicationState.Published),
            post.States.Count,
            post.States.Count(state => state == PublicationState.Rejected))
        {
            InDoubt = post.States.Count(state => state == PublicationState.InDoubt),
        });
    }

    private static TimelineState StateOf(MailingStanding standing) => standing switch
    {
        MailingStanding.Scheduled => TimelineState.Planned,
        MailingStanding.Overdue => TimelineState.Overdue,
        MailingStanding.Sending => TimelineState.Sending,
        MailingStanding.Paused => TimelineState.Paused,
        MailingStanding.Closed => TimelineState.Sent,
        _ => TimelineState.Cancelled,
    };

    private static TimelineChannel ChannelOf(MailingKind kind) => kind switch
    {
        MailingKind.Invitation => TimelineChannel.Invitation,
        MailingKind.Reminder => TimelineChannel.Reminder,
        _ => TimelineChannel.Newsletter,
    };
}
