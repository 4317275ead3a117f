using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Inbound;

/// <summary>Suppresses the address that a delivery went to, inside the caller's transaction. What suppresses it already stays the reason.</summary>
internal sealed class SuppressRecipient(TimeProvider clock)
{
    /// <summary>Suppresses it.</summary>
    internal Task<int> ExecuteAsync(OutreachDb db, Delivery delivery, SuppressionReason reason, CancellationToken cancellationToken)
    {
        var normal = AddressNormalForm.Of(delivery.Address);
        return db.Database.ExecuteSqlAsync(
            $"INSERT INTO suppressions (normal_address, reason, created_at) VALUES ({normal}, {reason}, {clock.GetUtcNow()}) ON CONFLICT (normal_address) DO NOTHING",
            cancellationToken);
    }
}
