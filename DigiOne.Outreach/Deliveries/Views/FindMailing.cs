using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Reads one mailing with its numbers and all that is said of it.</summary>
internal sealed class FindMailing(
    OutreachDb db, DueItems due, MailingProgress progress, QuietWait quiet, SenderDirectory senders, MailingHalts halts, FindRelayTrouble relays,
    CanaryEnd canaries, WithheldCertificates withheld, FindFeedback feedback)
{
    /// <summary>The mailing; null when there is none.</summary>
    internal async Task<MailingDetails?> ExecuteAsync(MailingId id, CancellationToken cancellationToken)
    {
        var mailing = await db.Set<Mailing>().AsNoTracking().Include(mailing => mailing.Variants).Include(mailing => mailing.Lists)
            .SingleOrDefaultAsync(mailing => mailing.Id == id, cancellationToken);
        if (mailing is null)
            return null;

        var lists = mailing.Lists.Select(list => list.ListId).ToList();
        var asking = await due.AskingAsync(Mailing.DueKind, [id.Value], cancellationToken);
        // The certificate before the numbers: what closes between the two must not show as closed without adding up.
        var certificate = await db.Set<Certificate>().AsNoTracking().Where(certificate => certificate.MailingId == id)
            .OrderByDescending(certificate => certificate.Version).FirstOrDefaultAsync(cancellationToken);
        var (first, last) = await progress.AcceptedAsync(id, cancellationToken);
        var standing = MailingStandings.Of(mailing.State, mailing.CancelledAt is not null, mailing.PausedAt is not null, asking.Count > 0);
        var counts = (await progress.CountAsync(id, cancellationToken))!;
        var awaits = counts is { Open: 0, AddsUp: true }
            && (mailing is { State: MailingState.Sending, FrozenAt: not null } || (mailing.State == MailingState.Closed && certificate?.InDoubt != counts.InDoubt));
        var spell = quiet.Of(standing, mailing.HonoursQuietTimes, mailing.SenderKey);
        return new MailingDetails
        {
            Mailing = mailing,
            Lists = await db.Set<ContactList>().AsNoTracking().Where(list => lists.Contains(list.Id)).ToListAsync(cancellationToken),
            Standing = standing,
            // What can be called off can still be sent.
            MissingSender = standing.CanBeCancelled() && !senders.TryFind(mailing.SenderKey, out _) ? mailing.SenderKey : null,
            Halt = halts.Of(standing, mailing.SenderKey, mailing.PauseReason, mailing.CanaryState),
            CanaryUntil = canaries.Of(standing, mailing.CanaryState, mailing.CanaryDoneAt, mailing.HonoursQuietTimes, mailing.SenderKey),
            RelayTrouble = standing.CanBeCancelled() && counts.Deferred > 0 ? await relays.ExecuteAsync(id, cancellationToken) : null,
            Quiet = spell,
            // One that does not send waits for something else.
            DomainLimits = standing == MailingStanding.Sending && counts.Limited > 0 ? await progress.DomainLimitsAsync(id, cancellationToken) : [],
            CanaryLimit = spell is null && standing == MailingStanding.Sending && mailing.AwaitsCanary && counts.Limited > 0
                ? await progress.CanaryLimitAsync(id, cancellationToken) : null,
            Certificate = certificate,
            AwaitsCertificate = awaits,
            CertificateTrouble = awaits ? withheld.TroubleOf(id) : null,
            Counts = counts,
            Feedback = await feedback.CountAsync(id, cancellationToken),
            FirstAcceptedAt = first,
            LastAcceptedAt = last,
        };
    }
}

/// <summary>A mailing and what stands around it.</summary>
public sealed record MailingDetails
{
    /// <summary>The mailing, with its variants.</summary>
    public required Mailing Mailing { get; init; }

    /// <summary>The lists whose people get it; empty where they were named one by one.</summary>
    public required IReadOnlyList<ContactList> Lists { get; init; }

    /// <summary>Where it stands.</summary>
    public required MailingStanding Standing { get; init; }

    /// <summary>Its sender, where there is something to send and the configuration names no such sender: it waits for that.</summary>
    public required string? MissingSender { get; init; }

    /// <summary>What holds it back, or lets only a part of it go, as far as this process knows; null where nothing does.</summary>
    public required MailingHalt? Halt { get; init; }

    /// <summary>When everybody else gets it, where its canary has been sent and waits for rejections; null otherwise.</summary>
    public required DateTimeOffset? CanaryUntil { get; init; }

    /// <summary>Why a relay took none of its messages when it was last asked; null where none of them waits for that.</summary>
    public required RelayTrouble? RelayTrouble { get; init; }

    /// <summary>Why and until when its messages wait, although it is under way; null when they do not.</summary>
    public required QuietSpell? Quiet { get; init; }

    /// <summary>
    /// Until when its messages wait for its sender's window or the end of a quiet time, although it is under way; null when they
    /// do not. 9999-12-31T23:59:59.9999999 where that has no end, because the window and the quiet times leave no time.
    /// </summary>
    public DateTimeOffset? WaitsUntil => Quiet?.Until;

    /// <summary>Domains whose configured limit messages of it wait for, those with the most of them first; 200 at most.</summary>
    public required IReadOnlyList<DomainLimit> DomainLimits { get; init; }

    /// <summary>
    /// The domain whose limit its canary waits for longest, with how many of the canary wait for that and until when; null where
    /// none is waited for. Everybody else waits for the canary.
    /// </summary>
    public required DomainLimit? CanaryLimit { get; init; }

    /// <summary>How many of its recipients stand where.</summary>
    public required MailingCounts Counts { get; init; }

    /// <summary>How many of them something came back of afterwards.</summary>
    public required FeedbackCounts Feedback { get; init; }

    /// <summary>Its newest certificate; null while it is open.</summary>
    public required Certificate? Certificate { get; init; }

    /// <summary>
    /// Whether everybody is accounted for and the certificate that says so is not written yet: for a moment, where nothing
    /// stands in the way.
    /// </summary>
    public required bool AwaitsCertificate { get; init; }

    /// <summary>Why it could not be written; null where it could, or no engine of this process has tried.</summary>
    public required CertificateTrouble? CertificateTrouble { get; init; }

    /// <summary>When the first message was accepted; null when none was.</summary>
    public required DateTimeOffset? FirstAcceptedAt { get; init; }

    /// <summary>When the last message was accepted so far; null when none was.</summary>
    public required DateTimeOffset? LastAcceptedAt { get; init; }
}
