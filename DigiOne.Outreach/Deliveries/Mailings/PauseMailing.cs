using System.Linq.Expressions;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Pauses a mailing under way, and lets it go on. Messages on the wire run to their answers; nobody is lost or repeated.</summary>
internal sealed class PauseMailing(OutreachDb db, DispatchSignal signal, TimeProvider clock)
{
    /// <summary>Pauses it for a person.</summary>
    /// <returns>False when it is not under way or paused already.</returns>
    internal Task<bool> PauseAsync(MailingId id, CancellationToken cancellationToken) =>
        PauseAsync(id, PauseReason.Person, rejections: null, cancellationToken);

    /// <summary>Pauses it because of its rejections.</summary>
    /// <returns>False when it is not under way, paused already, or goes on in spite of them as a person decided.</returns>
    internal Task<bool> PauseAsync(MailingId id, Rejections rejections, CancellationToken cancellationToken) =>
        PauseAsync(id, PauseReason.Tripwire, rejections, cancellationToken);

    /// <summary>Pauses it because of its complaints.</summary>
    /// <returns>False when it is not under way or paused already.</returns>
    internal Task<bool> PauseForComplaintsAsync(MailingId id, Rejections complaints, CancellationToken cancellationToken) =>
        PauseAsync(id, PauseReason.Complaints, complaints, cancellationToken);

    /// <summary>Pauses it because too much of its canary is in doubt.</summary>
    /// <returns>False when it is not at its canary or paused already.</returns>
    internal Task<bool> PauseForDoubtAsync(MailingId id, CancellationToken cancellationToken) =>
        PauseAsync(id, PauseReason.Doubt, rejections: null, cancellationToken);

    /// <summary>Pauses it because the receivers put off too much of its canary.</summary>
    /// <returns>False when it is not at its canary or paused already.</returns>
    internal Task<bool> PauseForDeferralsAsync(MailingId id, CancellationToken cancellationToken) =>
        PauseAsync(id, PauseReason.Deferrals, rejections: null, cancellationToken);

    /// <summary>
    /// Lets it go on. Whoever resumes one that had paused itself has decided: rejections do not pause it again, or its
    /// canary has passed in spite of doubt or deferrals. One that a person had paused at its canary goes on with that
    /// (<see cref="PassCanary"/>).
    /// </summary>
    /// <returns>False when it is not paused.</returns>
    internal async Task<bool> ResumeAsync(MailingId id, CancellationToken cancellationToken)
    {
        var resumed = await db.Set<Mailing>()
            .Where(mailing => mailing.Id == id && mailing.State == MailingState.Sending && mailing.PausedAt != null)
            .ExecuteUpdateAsync(
                mailing => mailing
                    .SetProperty(
                        m => m.CanaryState,
                        m => m.PauseReason == PauseReason.Tripwire || m.PauseReason == PauseReason.Complaints ? CanaryState.Overruled
                            : m.PauseReason == PauseReason.Doubt || m.PauseReason == PauseReason.Deferrals ? CanaryState.Passed : m.CanaryState)
                    .SetProperty(m => m.PausedAt, (DateTimeOffset?)null)
                    .SetProperty(m => m.PauseReason, (PauseReason?)null),
                cancellationToken);
        signal.Raise();
        return resumed == 1;
    }

    private async Task<bool> PauseAsync(MailingId id, PauseReason reason, Rejections? rejections, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (rejected, tried) = (rejections?.Rejected, rejections?.Tried);
        return await db.Set<Mailing>()
            .Where(mailing => mailing.Id == id && mailing.State == MailingState.Sending && mailing.PausedAt == null && mailing.CancelledAt == null)
            .Where(MayPause(reason))
            .ExecuteUpdateAsync(
                mailing => mailing
                    .SetProperty(m => m.PausedAt, now)
                    .SetProperty(m => m.PauseReason, reason)
                    .SetProperty(m => m.TrippedRejected, m => rejected ?? m.TrippedRejected)
                    .SetProperty(m => m.TrippedTried, m => tried ?? m.TrippedTried),
                cancellationToken) == 1;
    }

    // Since it was looked at, a person may have let it go on.
    private static Expression<Func<Mailing, bool>> MayPause(PauseReason reason) => reason switch
    {
        PauseReason.Person => mailing => true,
        PauseReason.Doubt or PauseReason.Deferrals => mailing => mailing.CanaryState == CanaryState.Sending,
        _ => mailing => mailing.CanaryState != CanaryState.Overruled,
    };
}
