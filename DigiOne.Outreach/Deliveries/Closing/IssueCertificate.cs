using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// Issues the next version of a mailing's certificate. Earlier ones stay as they were. Drawing it up counts every row, for
/// seconds where there are a million, and so comes before the transaction that keeps it.
/// </summary>
internal sealed partial class IssueCertificate(
    OutreachDb db, WithheldCertificates withheld, TimeProvider clock, ILogger<IssueCertificate> logger)
{
    /// <summary>Issues it. Where the database does not take it, people are told and a later call tries again.</summary>
    /// <param name="id">Of which mailing.</param>
    /// <param name="take">
    /// Takes the mailing's row, in the transaction that keeps the certificate, and says how many it took. The row comes first:
    /// whoever opens the mailing again, by resolving doubt, waits for it or is seen by what follows.
    /// </param>
    /// <param name="cancellationToken">Gives up; nothing is issued then.</param>
    /// <returns>Whether it is issued now by this call.</returns>
    internal async Task<bool> ExecuteAsync(MailingId id, Func<Task<int>> take, CancellationToken cancellationToken)
    {
        if (await DrawUpAsync(id, cancellationToken) is not { } certificate)
            return false;
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            if (await take() == 0 || !await KeepAsync(certificate, cancellationToken))
                return false;
            await transaction.CommitAsync(cancellationToken);
        }
        // A database that is away takes nothing at all, and says so elsewhere.
        catch (Exception failure) when (DatabaseFailure.IsOfDatabase(failure) && !DatabaseFailure.IsLost(failure))
        {
            db.ChangeTracker.Clear();
            var known = withheld.TroubleOf(id);
            var trouble = withheld.NotWritten(id, failure);
            if (known is null)
                Log.NotWritten(logger, failure, id, trouble.Said);
            return false;
        }

        withheld.Forget(id);
        return true;
    }

    /// <summary>Draws it up from one snapshot.</summary>
    /// <returns>Null while somebody is open or the sum is wrong: no certificate says what is not so, and an alarm is raised.</returns>
    private async Task<Certificate?> DrawUpAsync(MailingId id, CancellationToken cancellationToken)
    {
        if (withheld.Rests(id))
            return null;
        await using var snapshot = await db.BeginSnapshotAsync(cancellationToken);
        var mailing = await db.Set<Mailing>().Where(row => row.Id == id)
            .Select(row => new { row.Candidates, row.ContentHash, row.Approver }).SingleAsync(cancellationToken);
        var tally = await CertificateTally.CountAsync(db, id, cancellationToken);
        var counts = tally.Counts(mailing.Candidates);
        if (counts.Open > 0)
            return null;
        if (!counts.AddsUp)
        {
            await snapshot.DisposeAsync();
            await RaiseAlarmAsync(id, counts, cancellationToken);
            return null;
        }

        var version = await db.Set<Certificate>().Where(row => row.MailingId == id).MaxAsync(row => (int?)row.Version, cancellationToken) ?? 0;
        return new Certificate
        {
            MailingId = id,
            Version = version + 1,
            IssuedAt = clock.GetUtcNow(),
            ContentHash = mailing.ContentHash,
            Approver = mailing.Approver,
            FirstAcceptedAt = tally.FirstAcceptedAt,
            LastAcceptedAt = tally.LastAcceptedAt,
            Counts = counts,
            InDoubt = counts.InDoubt,
            Languages = tally.Languages,
            Domains = tally.Domains,
        };
    }

    /// <summary>Keeps it, in the transaction that has taken the mailing's row.</summary>
    /// <returns>False when it says no longer how things stand, or another process has issued this version.</returns>
    private async Task<bool> KeepAsync(Certificate certificate, CancellationToken cancellationToken)
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
        return true;
    }

    // Said once, and kept where pages and other processes see it.
    private async Task RaiseAlarmAsync(MailingId id, MailingCounts counts, CancellationToken cancellationToken)
    {
        withheld.SumWrong(id);
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

        [LoggerMessage(Level = LogLevel.Error, Message = "The certificate of mailing {Mailing} could not be written: {Reason}. It is tried again, after a pause that grows to five minutes")]
        internal static partial void NotWritten(ILogger logger, Exception failure, MailingId mailing, string reason);
    }
}
