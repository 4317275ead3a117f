using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Audience;

/// <summary>
/// Lets somebody in again who has just confirmed by the link in a mail to this address: what the person's own wish stands
/// against is taken back, a complaint, having left everything, an erasure. What someone of the team entered stays, and comes
/// out from behind the erasure; so does a bounce that is known now, while one from before an erasure is disproved by the link.
/// </summary>
internal sealed class ComeBack(ErasedAddresses erased)
{
    /// <summary>Lets the person in.</summary>
    /// <param name="db">Holds the caller's transaction, in which the confirmation is written too.</param>
    /// <param name="normalAddress">The address in its normal form.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task ExecuteAsync(OutreachDb db, string normalAddress, CancellationToken cancellationToken)
    {
        await LiftSuppression.LiftAsync(db, normalAddress, [SuppressionReason.Complaint, SuppressionReason.Unsubscribed], cancellationToken);
        foreach (var kept in await erased.LiftAsync(db, normalAddress, cancellationToken))
            if (kept.Reason == SuppressionReason.ByHand)
                await Suppress.NoteAsync(db, normalAddress, kept.Reason, kept.Cause, cancellationToken);
    }
}
