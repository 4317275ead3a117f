using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Mail.Reading;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Subscriptions;

namespace DigiOne.Outreach.Inbound;

/// <summary>
/// What follows from a message that came in, inside the caller's transaction. Only what a token of ours proves has consequences;
/// all else is for a person.
/// </summary>
internal sealed class DrawConsequences(
    NoteFeedback note, SuppressRecipient suppress, PauseAfterBounces pause, Unsubscribe unsubscribe, ForwardingOf forwarding)
{
    /// <summary>Draws them, and says on the row which they were.</summary>
    internal async Task ExecuteAsync(OutreachDb db, InboundMessage row, ReadMail mail, About about, CancellationToken cancellationToken)
    {
        switch (mail.Kind)
        {
            case MailKind.Bounce when about is { IsProven: true, Delivery: { } delivery }:
                await BouncedAsync(db, row, mail, delivery, cancellationToken);
                break;
            case MailKind.Complaint when about is { IsProven: true, Delivery: { } delivery }:
                var complained = Told(mail, delivery);
                note.Execute(db, delivery, FeedbackKind.Complaint, complained);
                await suppress.ExecuteAsync(db, delivery, SuppressionReason.Complaint, complained, cancellationToken);
                row.Outcome = InboundOutcome.Complained;
                break;
            case MailKind.AutoReply:
                break;
            case not (MailKind.Bounce or MailKind.Complaint) when about is { MayLeave: true, Delivery: { } delivery }:
                await LeaveAsync(db, delivery, cancellationToken);
                row.Outcome = InboundOutcome.Left;
                row.IsForPerson = mail.Kind != MailKind.Unsubscribe && row.Text.Length > 0;
                break;
            default:
                row.IsForPerson = true;
                if (mail.Kind == MailKind.Reply)
                    row.ForwardTo = await forwarding.AddressAsync(db, mail, about, cancellationToken);
                break;
        }
    }

    private async Task BouncedAsync(OutreachDb db, InboundMessage row, ReadMail mail, Delivery delivery, CancellationToken cancellationToken)
    {
        var told = Told(mail, delivery);
        var feedback = note.Execute(db, delivery, FeedbackKind.Bounce, told);
        row.Outcome = InboundOutcome.Bounced;
        row.IsForPerson = feedback.Permanence == Permanence.Unknown;
        if (feedback.Permanence == Permanence.Hard)
            await suppress.ExecuteAsync(db, delivery, SuppressionReason.HardBounce, told, cancellationToken);
        else if (feedback is { Kind: FeedbackKind.Bounce, Permanence: Permanence.Soft, ContactId: { } contact })
        {
            await db.SaveChangesAsync(cancellationToken);
            feedback.PausedUntil = await pause.ExecuteAsync(db, contact, cancellationToken);
        }
    }

    // A report may name others too, to whom the recipient's system had passed the message on.
    private static FailedRecipient? Told(ReadMail mail, Delivery delivery) =>
        mail.Recipients.FirstOrDefault(told => told.Address.Equals(delivery.Address, StringComparison.OrdinalIgnoreCase))
        ?? (mail.Recipients.Count > 0 ? mail.Recipients[0] : null);

    private async Task LeaveAsync(OutreachDb db, Delivery delivery, CancellationToken cancellationToken)
    {
        if (delivery.ContactId is { } contact && await ListOfDelivery.ExecuteAsync(db, delivery.MailingId, contact, cancellationToken) is { } list)
            await unsubscribe.LeaveAsync(
                db, new UnsubscribeTarget(contact, list, delivery.MailingId.Value), UnsubscribeScope.OneList, LeavingWay.Mail, reason: null, cancellationToken);
    }
}
