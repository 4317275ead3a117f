using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// Lets everybody else get a mailing that goes to its canary: because that went well, or because a person does not wait for
/// it. Rejections pause the mailing as before.
/// </summary>
internal sealed class PassCanary(OutreachDb db, DispatchSignal signal)
{
    /// <summary>Lets them.</summary>
    /// <returns>False when it goes to no canary now, or is paused or called off.</returns>
    internal async Task<bool> ExecuteAsync(MailingId id, CancellationToken cancellationToken)
    {
        var passed = await db.Set<Mailing>()
            .Where(mailing => mailing.Id == id && mailing.State == MailingState.Sending && mailing.CanaryState == CanaryState.Sending
                && mailing.PausedAt == null && mailing.CancelledAt == null)
            .ExecuteUpdateAsync(mailing => mailing.SetProperty(m => m.CanaryState, CanaryState.Passed), cancellationToken);
        signal.Raise();
        return passed == 1;
    }
}
