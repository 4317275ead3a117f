using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Audience;

/// <summary>Takes a reason to suppress an address back. Lists that the person left stay left.</summary>
internal sealed class LiftSuppression(IDbContextFactory<OutreachDb> databases)
{
    /// <summary>Takes it back.</summary>
    /// <param name="normalAddress">The address in its normal form.</param>
    /// <param name="reason">Which reason; null for all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How many reasons there were that are no more.</returns>
    internal async Task<int> ExecuteAsync(string normalAddress, SuppressionReason? reason, CancellationToken cancellationToken)
    {
        await using var db = databases.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var lifted = await LiftAsync(db, normalAddress, reason is { } one ? [one] : SuppressionMatrix.Reasons, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return lifted;
    }

    /// <summary>Takes some back inside the caller's transaction.</summary>
    internal static async Task<int> LiftAsync(
        OutreachDb db, string normalAddress, IEnumerable<SuppressionReason> reasons, CancellationToken cancellationToken)
    {
        var lifted = 0;
        foreach (var name in reasons.Select(SuppressionMatrix.ColumnsOf))
        {
            var sql = $"UPDATE suppressions SET {name}_since = NULL, {name}_source = NULL, {name}_by = NULL, {name}_note = NULL "
                + $"WHERE normal_address = {{0}} AND {name}_since IS NOT NULL";
            lifted += await db.Database.ExecuteSqlRawAsync(sql, [normalAddress], cancellationToken);
        }

        // Asked of the row itself, so that a reason that comes at the same moment keeps it.
        var empty = $"DELETE FROM suppressions WHERE normal_address = {{0}} AND NOT {SuppressionMatrix.Any("suppressions")}";
        await db.Database.ExecuteSqlRawAsync(empty, [normalAddress], cancellationToken);
        return lifted;
    }
}
