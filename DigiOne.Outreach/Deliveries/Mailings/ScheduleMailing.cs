using System.Security.Cryptography;
using System.Text;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Timing;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// Puts a mailing into the ledger, with the due row that starts it. It only adds rows to the context: the caller saves
/// them together with its own.
/// </summary>
internal sealed class ScheduleMailing(OutreachDb db, TryContent content, IOptions<DeliveryOptions> options, TimeProvider clock)
{
    /// <summary>Adds the mailing.</summary>
    /// <exception cref="Rendering.TemplateException">The template fails with this content: found now, not at three in the morning.</exception>
    internal Mailing Add(MailingDraft draft, CancellationToken cancellationToken)
    {
        content.Execute(draft, cancellationToken);
        var now = clock.GetUtcNow();
        var named = draft.Recipients.Count > 0;
        var variants = draft.Variants.OrderBy(variant => variant.Key, StringComparer.Ordinal)
            .Select(variant => new MailingVariant
            {
                Language = variant.Key,
                Data = variant.Value.Data.ToJsonString(),
                Calendar = variant.Value.Calendar,
            })
            .ToList();
        var mailing = new Mailing
        {
            Name = draft.Name,
            Kind = draft.Kind,
            OwnerId = draft.OwnerId,
            SenderKey = draft.SenderKey,
            Lane = named ? Lane.Transactional : Lane.Bulk,
            State = named ? MailingState.Sending : MailingState.Scheduled,
            FallbackLanguage = draft.FallbackLanguage,
            Template = JsonText.Write(draft.Template),
            ContentHash = Hash(draft.Template, variants),
            HonoursQuietTimes = !named && draft.HonoursQuietTimes,
            DoubtPolicy = named ? DoubtPolicy.SendAgain : DoubtPolicy.Hold,
            CreatedAt = now,
            DueAt = draft.DueAt,
            ActivatedAt = named ? now : null,
            FrozenAt = named ? now : null,
            Candidates = draft.Recipients.Count,
            Variants = variants,
            Lists = [.. draft.Lists.Select((list, place) => new MailingList { ListId = list, Place = place })],
        };
        db.Add(mailing);
        if (named)
            AddRecipients(mailing, draft.Recipients, now);
        else
            db.Add(new DueItem
            {
                Kind = Mailing.DueKind,
                SubjectId = mailing.Id.Value,
                DueAt = draft.DueAt,
                LateLimit = draft.LateLimit ?? options.Value.LateLimit,
            });
        return mailing;
    }

    private void AddRecipients(Mailing mailing, IReadOnlyList<Recipient> recipients, DateTimeOffset now) =>
        db.AddRange(recipients.Select(recipient => new Delivery
        {
            MailingId = mailing.Id,
            Address = recipient.Address,
            NormalAddress = AddressNormalForm.Of(recipient.Address),
            Domain = AddressNormalForm.DomainOf(recipient.Address),
            Name = recipient.Name,
            Language = recipient.Language,
            State = DeliveryState.Waiting,
            NextAttemptAt = now,
        }));

    private static string Hash(Rendering.MailTemplate template, IEnumerable<MailingVariant> variants)
    {
        var text = new StringBuilder(template.ContentHash());
        // A control character that JSON never holds keeps one field from running into the next.
        foreach (var variant in variants)
            text.Append('\u0001').Append(variant.Language).Append('\u0001').Append(variant.Data).Append('\u0001').Append(variant.Calendar);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
