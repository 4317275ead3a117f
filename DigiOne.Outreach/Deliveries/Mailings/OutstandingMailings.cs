using DigiOne.Outreach.Nodes;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Mailings under way that have somebody left to send to, a paused one included: a person may have let it go on.</summary>
internal sealed class OutstandingMailings : IOutstandingWork
{
    /// <inheritdoc />
    public Task<bool> AnyAsync(OutreachDb db, CancellationToken cancellationToken)
    {
        var open = db.Set<Delivery>().Open();
        return db.Set<Mailing>().AnyAsync(
            mailing => mailing.State == MailingState.Sending && mailing.CancelledAt == null
                && (mailing.FrozenAt == null || open.Any(delivery => delivery.MailingId == mailing.Id)),
            cancellationToken);
    }
}
