using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Names the newest mailings, to choose one from.</summary>
internal sealed class RecentMailings(OutreachDb db)
{
    /// <summary>How many are named.</summary>
    internal const int Most = 50;

    /// <summary>The newest mailings by due time, and <paramref name="chosen"/> however old.</summary>
    internal async Task<IReadOnlyList<NamedMailing>> ExecuteAsync(MailingId? chosen, CancellationToken cancellationToken)
    {
        var newest = await Named(db.Set<Mailing>().Where(mailing => mailing.Kind != MailingKind.Test)
            .OrderByDescending(mailing => mailing.DueAt).Take(Most)).ToListAsync(cancellationToken);
        if (chosen is { } id && newest.TrueForAll(mailing => mailing.Id != id))
            newest.AddRange(await Named(db.Set<Mailing>().Where(mailing => mailing.Id == id)).ToListAsync(cancellationToken));
        return newest;
    }

    private static IQueryable<NamedMailing> Named(IQueryable<Mailing> mailings) =>
        mailings.Select(mailing => new NamedMailing(mailing.Id, mailing.Name, mailing.DueAt));
}

/// <summary>A mailing in a list to choose from.</summary>
internal sealed record NamedMailing(MailingId Id, string Name, DateTimeOffset DueAt);
