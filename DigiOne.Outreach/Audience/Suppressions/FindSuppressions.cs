using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Audience;

/// <summary>Looks for suppressed addresses.</summary>
internal sealed class FindSuppressions(IDbContextFactory<OutreachDb> databases)
{
    /// <summary>One address's; null where it is not suppressed.</summary>
    internal async Task<Suppression?> OneAsync(string normalAddress, CancellationToken cancellationToken)
    {
        await using var db = databases.CreateDbContext();
        return await db.Set<Suppression>().AsNoTracking().SingleOrDefaultAsync(row => row.NormalAddress == normalAddress, cancellationToken);
    }

    /// <summary>Some of those whose address begins with a text, in the order of addresses.</summary>
    /// <param name="beginning">The beginning in any case of letters; empty for all.</param>
    /// <param name="reason">Only those suppressed for this reason; null for all.</param>
    /// <param name="after">Only addresses behind this one; null from the first on.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<IReadOnlyList<Suppression>> ExecuteAsync(
        string beginning, SuppressionReason? reason, string? after, int take, CancellationToken cancellationToken)
    {
        await using var db = databases.CreateDbContext();
        var lower = CleanText.Of(beginning).ToLowerInvariant();
        var found = db.Set<Suppression>().AsNoTracking();
        if (lower.Length > 0)
            found = found.Where(row => row.NormalAddress.StartsWith(lower));
        found = reason switch
        {
            null => found,
            SuppressionReason.HardBounce => found.Where(row => row.HardBounce != null),
            SuppressionReason.Complaint => found.Where(row => row.Complaint != null),
            SuppressionReason.Unsubscribed => found.Where(row => row.Unsubscribed != null),
            _ => found.Where(row => row.ByHand != null),
        };
        if (after is not null)
            found = found.Where(row => row.NormalAddress.CompareTo(after) > 0);
        return await found.OrderBy(row => row.NormalAddress).Take(take).ToListAsync(cancellationToken);
    }
}
