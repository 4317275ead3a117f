using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// Issues the next version of a mailing's certificate. Earlier ones stay as they were. Drawing it up counts every row, for
/// seconds where there are a million, and so comes before the transaction that keeps it.
/// </summary>
internal sealed partial class IssueCertificate(
    OutreachDb db, MailingProgress progress, WrongSums wrong, TimeProvider clock, ILogger<IssueCertificate> logger)
{
    /// <summary>Draws it up from one snapshot.</summary>
    /// <returns>Null while somebody is open or the sum is wrong: no certificate says what is not so, and an alarm is raised.</returns>
    internal async Task<Certificate?> DrawUpAsync(MailingId id, CancellationToken cancellationToken)
    {
        if (wrong.Rests(id))
            return null;
        await using var snapshot = await db.BeginSnapshotAsync(cancellationToken);
        var counts = (await progress.CountAsync(id, cancellationToken))!;
        if (counts.Waiting + counts.Deferred + counts.Sending > 0)
            return null;
        if (!counts.AddsUp)
        {
            await snapshot.DisposeAsync();
            await RaiseAlarmAsync(id, counts, cancellationToken);
            return null;
        }

        var mailing = await db.Set<Mailing>().Where(row => row.Id == id)
            .Select(row => new { row.ContentHash, row.Approver }).SingleAsync(cancellationToken);
        var version = await db.Set<Certificate>().Where(row => row.MailingId == id).MaxAsync(row => (int?)row.Version, cancellationToken) ?? 0;
        var (first, last) = await progress.AcceptedAsync(id, cancellationToken);
        return new Certificate
        {
            MailingId = id,
            Version = version + 1,
            IssuedAt = clock.GetUtcNow(),
            ContentHash = mailing.ContentHash,
            Approver = mailing.Approver,
            FirstAcceptedAt = first,
            LastAcceptedAt = last,
            Counts = counts,
            InDoubt = counts.InDoubt,
            Languages = await progress.PartsAsync(id, delivery => delivery.Language, cancellationToken),
            Domains = await progress.PartsAsync(id, delivery => delivery.Domain, cancellationToken),
        };
    }

    /// <summary>Keeps it, in the transaction of a caller who has taken the mailing's row.</summary>
    /// <returns>False when it says no longer how things stand, or another process has issued this version.</returns>
    internal async Task<bool> KeepAsync(Certificate certificate, CancellationToken cancellationToken)
    {
        var id = certificate.MailingId;
        if (await db.Set<Certificate>().AnyAsync(row => row.MailingId == id && row.Version >= certificate.Version, cancellationToken))
            return false;
        // Where nobody is open, doubt is all that can have changed since it was drawn up: the other outcomes are final.
        if (await db.Set<Delivery>().OpenOf(id).AnyAsync(cancellationToken)
            || await db.Set<Delivery>().CountAsync(row => row.MailingId == id && row.Queue == DeliveryState.InDoubt, cancellationToken) != certificate.InDoubt)
            return false;

        db.Add(certificate);
        await db.SaveChangesAsync(cancellationToken);
        wrong.Forget(id);
        return true;
    }

    // Said once, and kept where pages and other processes see it.
    private async Task RaiseAlarmAsync(MailingId id, MailingCounts counts, CancellationToken cancellationToken)
    {
        wrong.Note(id);
        var now = clock.GetUtcNow();
        var first = await db.Set<Mailing>().Where(row => row.Id == id && row.SumWrongAt == null)
            .ExecuteUpdateAsync(row => row.SetProperty(m => m.SumWrongAt, now), cancellationToken);
        if (first == 1)
            Log.DoesNotAddUp(logger, id, counts.Candidates, counts.Settled);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Critical, Message = "Mailing {Mailing} has {Candidates} candidates but {Settled} are accounted for: it gets no certificate")]
        internal static partial void DoesNotAddUp(ILogger logger, MailingId mailing, int candidates, int settled);
    }
}
