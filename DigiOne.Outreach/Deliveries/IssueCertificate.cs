using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Issues the next version of a mailing's certificate. Earlier ones stay as they were.</summary>
internal sealed partial class IssueCertificate(OutreachDb db, MailingProgress progress, TimeProvider clock, ILogger<IssueCertificate> logger)
{
    /// <summary>Adds it to the context, for the caller to save together with what made it due.</summary>
    /// <returns>False while the sum is wrong: no certificate says what is not so, and an alarm is raised.</returns>
    internal async Task<bool> AddAsync(MailingId id, CancellationToken cancellationToken)
    {
        var counts = (await progress.CountAsync(id, cancellationToken))!;
        if (!counts.AddsUp)
        {
            await RaiseAlarmAsync(id, counts, cancellationToken);
            return false;
        }

        var mailing = await db.Set<Mailing>().Where(row => row.Id == id)
            .Select(row => new { row.ContentHash, row.Approver, row.SumWrongAt }).SingleAsync(cancellationToken);
        var version = await db.Set<Certificate>().Where(row => row.MailingId == id).MaxAsync(row => (int?)row.Version, cancellationToken) ?? 0;
        var (first, last) = await progress.AcceptedAsync(id, cancellationToken);
        db.Add(new Certificate
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
        });
        if (mailing.SumWrongAt is not null)
            await db.Set<Mailing>().Where(row => row.Id == id)
                .ExecuteUpdateAsync(row => row.SetProperty(m => m.SumWrongAt, (DateTimeOffset?)null), cancellationToken);
        return true;
    }

    // Said once, and kept where pages and other processes see it.
    private async Task RaiseAlarmAsync(MailingId id, MailingCounts counts, CancellationToken cancellationToken)
    {
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
