using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Tells where mailings stand, in a line each.</summary>
internal sealed class MailingSummaries(OutreachDb db, DueItems due, QuietWait quiet, CanaryEnd canaries, CountReached reached)
{
    /// <summary>How many are named to choose one from.</summary>
    private const int Choice = 50;

    /// <summary>The mailings of these ids.</summary>
    internal async Task<IReadOnlyDictionary<MailingId, MailingSummary>> OfAsync(IEnumerable<MailingId?> ids, CancellationToken cancellationToken)
    {
        var wanted = ids.OfType<MailingId>().Distinct().ToList();
        return (await ReadAsync(db.Set<Mailing>().Where(mailing => wanted.Contains(mailing.Id)), cancellationToken))
            .ToDictionary(mailing => mailing.Id);
    }

    /// <summary>One of them; null when there is none.</summary>
    internal async Task<MailingSummary?> FindAsync(MailingId id, CancellationToken cancellationToken) =>
        (await OfAsync([id], cancellationToken)).GetValueOrDefault(id);

    /// <summary>Mailings with whom they reached, the latest due first.</summary>
    /// <param name="most">How many at most.</param>
    /// <param name="withTests">Whether with those that people sent to themselves.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<List<ListedMailing>> LatestAsync(int most, bool withTests, CancellationToken cancellationToken)
    {
        var mailings = withTests ? db.Set<Mailing>() : db.Set<Mailing>().Where(mailing => !MailingKinds.Unplanned.Contains(mailing.Kind));
        var latest = await ReadAsync(mailings.OrderByDescending(mailing => mailing.DueAt).Take(most), cancellationToken);
        var isOver = latest.ToLookup(mailing => mailing.Standing.IsOver(), mailing => mailing.Id);
        var counts = await reached.ExecuteAsync([.. isOver[true]], [.. isOver[false]], isWatched: false, cancellationToken);
        return latest.ConvertAll(mailing => ListedMailing.Of(mailing, counts.GetValueOrDefault(mailing.Id).Accepted));
    }

    /// <summary>Mailings to choose from, the latest due first, with <paramref name="chosen"/> however old; no tries of one's own.</summary>
    /// <param name="chosen">The one that was chosen before.</param>
    /// <param name="kinds">Of which kinds; null for all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<IReadOnlyList<MailingSummary>> ToChooseFromAsync(
        MailingId? chosen, IReadOnlyList<MailingKind>? kinds, CancellationToken cancellationToken)
    {
        var mailings = db.Set<Mailing>().Where(mailing => !MailingKinds.Unplanned.Contains(mailing.Kind));
        if (kinds is not null)
            mailings = mailings.Where(mailing => kinds.Contains(mailing.Kind));
        var latest = await ReadAsync(mailings.OrderByDescending(mailing => mailing.DueAt).Take(Choice), cancellationToken);
        if (chosen is { } id && latest.TrueForAll(mailing => mailing.Id != id)
            && await FindAsync(id, cancellationToken) is { } older && kinds?.Contains(older.Kind) != false)
            latest.Add(older);
        return latest;
    }

    private async Task<List<MailingSummary>> ReadAsync(IQueryable<Mailing> asked, CancellationToken cancellationToken)
    {
        var mailings = await asked
            .Select(mailing => new
            {
                mailing.Id,
                mailing.Name,
                mailing.Kind,
                mailing.State,
                mailing.DueAt,
                mailing.Candidates,
                mailing.SenderKey,
                mailing.HonoursQuietTimes,
                mailing.CanaryState,
                mailing.CanaryDoneAt,
                IsFrozen = mailing.FrozenAt != null,
                IsCancelled = mailing.CancelledAt != null,
                IsPaused = mailing.PausedAt != null,
            })
            .ToListAsync(cancellationToken);
        var asking = await due.AskingAsync(Mailing.DueKind, mailings.Select(mailing => mailing.Id.Value), cancellationToken);
        return mailings.ConvertAll(mailing =>
        {
            var standing = MailingStandings.Of(mailing.State, mailing.IsCancelled, mailing.IsPaused, asking.Contains(mailing.Id.Value));
            return new MailingSummary(
                mailing.Id, mailing.Name, mailing.Kind, standing, mailing.DueAt, mailing.Candidates, mailing.IsFrozen,
                quiet.Of(standing, mailing.HonoursQuietTimes, mailing.SenderKey)?.Until,
                canaries.Of(standing, mailing.CanaryState, mailing.CanaryDoneAt, mailing.HonoursQuietTimes, mailing.SenderKey));
        });
    }
}
