using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Audience;

/// <summary>Looks for the receipts of erasures.</summary>
internal sealed class FindErasures(IDbContextFactory<OutreachDb> databases)
{
    /// <summary>The receipt of a number; null where there is none.</summary>
    internal async Task<ErasureReceipt?> OneAsync(ErasureId id, CancellationToken cancellationToken)
    {
        await using var db = databases.CreateDbContext();
        return await db.Set<ErasureReceipt>().AsNoTracking().SingleOrDefaultAsync(receipt => receipt.Id == id, cancellationToken);
    }

    /// <summary>The latest first.</summary>
    /// <param name="skip">How many to leave out.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<IReadOnlyList<ErasureReceipt>> LatestAsync(int skip, int take, CancellationToken cancellationToken)
    {
        await using var db = databases.CreateDbContext();
        return await db.Set<ErasureReceipt>().AsNoTracking().OrderByDescending(receipt => receipt.At).Skip(skip).Take(take).ToListAsync(cancellationToken);
    }
}
