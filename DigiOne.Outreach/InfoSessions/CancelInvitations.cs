using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.InfoSessions;

/// <summary>Calls off what a session still has to send. Before anything was sent it becomes a draft again.</summary>
internal sealed class CancelInvitations(OutreachDb db, CancelMailing cancel)
{
    /// <summary>Calls it off.</summary>
    /// <returns>False when there was nothing to call off.</returns>
    internal async Task<bool> ExecuteAsync(InfoSessionId id, CancellationToken cancellationToken)
    {
        var session = await db.Set<InfoSession>().AsNoTracking().SingleOrDefaultAsync(session => session.Id == id, cancellationToken);
        if (session?.InvitationId is not { } invitation)
            return false;

        var any = await cancel.ExecuteAsync(invitation, cancellationToken);
        if (session.ReminderId is { } reminder)
            any |= await cancel.ExecuteAsync(reminder, cancellationToken);

        var unsent = db.Set<Mailing>().Where(mailing => mailing.State == MailingState.Cancelled).Select(mailing => mailing.Id);
        await db.Set<InfoSession>()
            .Where(row => row.Id == id && unsent.Contains(invitation))
            .ExecuteUpdateAsync(
                row => row.SetProperty(s => s.InvitationId, (MailingId?)null)
                    .SetProperty(s => s.ReminderId, (MailingId?)null)
                    .SetProperty(s => s.Revision, s => s.Revision + 1),
                cancellationToken);
        return any;
    }
}
