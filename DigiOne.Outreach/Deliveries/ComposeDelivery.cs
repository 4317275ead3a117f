using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Rendering;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Makes the message of one delivery.</summary>
internal sealed class ComposeDelivery(
    MailRenderer renderer, UnsubscribeLinks links, IOptions<OrganisationOptions> organisation, TimeProvider clock)
{
    /// <summary>Renders it for its recipient.</summary>
    /// <exception cref="TemplateException">The template fails for this recipient.</exception>
    internal OutgoingMail Execute(MailingContent content, ClaimedDelivery delivery, MailSender sender, CancellationToken cancellationToken)
    {
        var mailing = content.Mailing;
        var variant = content.Variants[delivery.Language];
        var list = delivery.ListId is { } listId ? content.Lists[listId] : null;
        var unsubscribe = list is not null && delivery.ContactId is { } contact ? links.For(contact, list.Id, mailing.Id.Value) : null;
        var fields = new RecipientFields(
            delivery.Name,
            delivery.Address,
            delivery.Language,
            delivery.Municipality is { } code && Municipalities.TryFind(code, out var municipality) ? municipality.NameIn(delivery.Language) : null,
            list?.NameIn(delivery.Language),
            unsubscribe);
        var rendered = renderer.Render(
            content.Template, delivery.Language, RecipientData.Fill(variant.Data, organisation.Value, fields), cancellationToken);
        return new OutgoingMail
        {
            MessageId = delivery.MessageId ?? $"{mailing.Id.Value:n}.{delivery.Id}@{sender.MessageIdDomain}",
            Date = clock.GetUtcNow(),
            Envelope = new Envelope(sender.EnvelopeFrom, delivery.Address),
            From = sender.From,
            ReplyTo = sender.ReplyTo,
            To = new Mailbox(delivery.Name, delivery.Address),
            Subject = rendered.Subject.Length > 0 ? rendered.Subject : mailing.Name,
            Html = rendered.Html,
            Text = rendered.Text,
            Language = delivery.Language,
            ListId = list is null ? null : $"{list.Key}.{sender.MessageIdDomain}",
            Unsubscribe = unsubscribe,
            AutoSubmitted = mailing.Kind == MailingKind.Reminder,
            FeedbackId = $"{mailing.Id.Value:n}:{mailing.Kind.ToString().ToLowerInvariant()}:{sender.MessageIdDomain}",
            Calendar = variant.Calendar is null ? null : new CalendarPart("PUBLISH", variant.Calendar),
        };
    }
}
