using System.Text.Json.Nodes;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Rendering;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// Makes the message of one delivery: fills what was prepared for all recipients like this one, or renders and composes it in
/// full where the template or the recipient's values ask for it. Both say the same.
/// </summary>
internal sealed partial class ComposeDelivery(
    MailRenderer renderer, MailPreparer preparer, UnsubscribeLinks leaving, ContactLinks links, ReturnAddresses returns, IOptions<OrganisationOptions> organisation,
    TimeProvider clock,
    ILogger<ComposeDelivery> logger)
{
    /// <summary>Makes it.</summary>
    /// <param name="content">The mailing's content.</param>
    /// <param name="delivery">The delivery.</param>
    /// <param name="sender">Whom it is from.</param>
    /// <param name="writer">The connection's writer; the message holds until it writes the next.</param>
    /// <exception cref="TemplateException">The template fails for this recipient.</exception>
    internal WireMessage Execute(MailingContent content, ClaimedDelivery delivery, MailSender sender, MessageWriter writer)
    {
        var variant = content.Variants[delivery.Language];
        var list = delivery.ListId is { } listId ? content.Lists[listId] : null;
        var own = LinksOf(content.Mailing, delivery.ContactId, list);
        var municipality = delivery.Municipality is { } code && Municipalities.TryFind(code, out var found) ? found.NameIn(delivery.Language) : null;
        var message = new Message(
            content, variant, list, sender, delivery, new RecipientValues(delivery.Name, delivery.Address, municipality, own), own,
            returns.Of(delivery.Id, mayLeave: own.Unsubscribe is not null), municipality);
        var messageId = delivery.MessageId ?? $"{content.MessageIdStart}{delivery.Id}@{sender.MessageIdDomain}";
        if (message.Values.IsPlain && PreparedFor(message) is { } prepared)
        {
            var to = new Mailbox(delivery.Name, delivery.Address);
            var filling = new Filling(messageId, clock.GetUtcNow(), to, own.Unsubscribe, message.Values.All)
            {
                EnvelopeFrom = message.Returns.Bounce,
                UnsubscribeAddress = message.Returns.Leave,
            };
            return writer.Fill(prepared, filling, sender.Dkim);
        }

        var rendered = renderer.Render(content.Template, delivery.Language, DataOf(message), CancellationToken.None);
        return writer.Write(MailOf(message, rendered, messageId), sender.Dkim);
    }

    private RecipientLinks LinksOf(Mailing mailing, ContactId? recipient, ContactList? list) => recipient is { } contact
        ? new RecipientLinks(
            list is null ? null : leaving.AddressFor(contact, list.Id, mailing.Id.Value),
            links.AddressFor(LinkPurpose.Preferences, contact, mailing.Id.Value),
            mailing.Kind == MailingKind.Confirmation ? links.AddressFor(LinkPurpose.Confirm, contact, mailing.Id.Value) : null)
        : default;

    private PreparedMessage? PreparedFor(in Message message)
    {
        var shape = message.Values.Shape;
        if (message.Variant.Prepared.TryGet(message.List?.Id, shape, out var prepared))
            return prepared;

        var first = message;
        return message.Variant.Prepared.Add(message.List?.Id, shape, () => Prepare(first));
    }

    private PreparedMessage? Prepare(in Message message)
    {
        var mailing = message.Content.Mailing.Id;
        var language = message.Delivery.Language;
        switch (preparer.Prepare(message.Content.Template, language, DataOf(message), CancellationToken.None))
        {
            case Preparation.Done { Mail: var prepared }:
                // Its boundary comes from this id, and is the same whoever is the first
                var mail = MailOf(message, prepared.Fill(message.Values), $"{mailing.Value:n}.{language}.{message.Values.Shape}@{message.Sender.MessageIdDomain}");
                return new PreparedMessage(mail, PiecesOf(prepared.Subject), PiecesOf(prepared.Text), PiecesOf(prepared.Html));
            case Preparation.Dependent { Why: var why }:
                Log.RenderedInFull(logger, mailing, language, why);
                return null;
            default:
                Log.PreparedWrong(logger, mailing, language);
                return null;
        }
    }

    private JsonObject DataOf(in Message message) => RecipientData.Fill(
        message.Variant.Data,
        organisation.Value,
        new RecipientFields(
            message.Delivery.Name,
            message.Delivery.Address,
            message.Delivery.Language,
            message.Municipality,
            message.List?.NameIn(message.Delivery.Language),
            message.Links));

    private OutgoingMail MailOf(in Message message, RenderedMail rendered, string messageId)
    {
        var (mailing, sender, delivery) = (message.Content.Mailing, message.Sender, message.Delivery);
        return new OutgoingMail
        {
            MessageId = messageId,
            Date = clock.GetUtcNow(),
            Envelope = new Envelope(message.Returns.Bounce ?? sender.EnvelopeFrom, delivery.Address),
            From = sender.From,
            ReplyTo = sender.ReplyTo,
            To = new Mailbox(delivery.Name, delivery.Address),
            Subject = rendered.Subject.Length > 0 ? rendered.Subject : mailing.Name,
            Html = rendered.Html,
            Text = rendered.Text,
            Language = delivery.Language,
            ListId = message.List is { } list ? $"{list.Key}.{sender.MessageIdDomain}" : null,
            Unsubscribe = message.Links.Unsubscribe is { } unsubscribe ? new Uri(unsubscribe) : null,
            UnsubscribeAddress = message.Returns.Leave,
            AutoSubmitted = mailing.Kind == MailingKind.Reminder || mailing.Kind.Purpose == MailPurpose.OwnMatter,
            FeedbackId = $"{mailing.Id.Value:n}:{mailing.Kind.ToString().ToLowerInvariant()}:{sender.MessageIdDomain}",
            Calendar = message.Variant.Calendar is null ? null : new CalendarPart("PUBLISH", message.Variant.Calendar),
        };
    }

    private static IReadOnlyList<TextPiece> PiecesOf(HoleText text) => [.. text.Pieces.Select(piece => new TextPiece(piece.Constant, piece.Hole))];

    private readonly record struct Message(
        MailingContent Content, VariantContent Variant, ContactList? List, MailSender Sender, ClaimedDelivery Delivery, RecipientValues Values, RecipientLinks Links,
        ReturnPair Returns, string? Municipality);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Mailing {Mailing} is rendered in full for each recipient in {Language}: {Why}")]
        internal static partial void RenderedInFull(ILogger logger, MailingId mailing, string language, string why);

        [LoggerMessage(Level = LogLevel.Error, Message = "Mailing {Mailing} was prepared wrongly in {Language}, which is a bug; it is rendered in full for each recipient")]
        internal static partial void PreparedWrong(ILogger logger, MailingId mailing, string language);
    }
}
