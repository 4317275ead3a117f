using System.Text.Json.Nodes;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Rendering;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Shows what a mailing's people get in one language, filled for nobody in particular.</summary>
internal sealed class PreviewMailing(OutreachDb db, TryContent content)
{
    /// <summary>The rendered mail; null when there is no such mailing or it has no such language.</summary>
    /// <exception cref="TemplateException">The template fails with this content.</exception>
    internal async Task<RenderedMail?> ExecuteAsync(MailingId id, string language, CancellationToken cancellationToken)
    {
        var mailing = await db.Set<Mailing>().AsNoTracking()
            .Include(mailing => mailing.Variants.Where(variant => variant.Language == language))
            .Include(mailing => mailing.Lists)
            .SingleOrDefaultAsync(mailing => mailing.Id == id, cancellationToken);
        if (mailing?.Variants.SingleOrDefault() is not { } variant)
            return null;

        List<ListId> lists = [.. mailing.Lists.OrderBy(list => list.Place).Select(list => list.ListId)];
        var draft = new MailingDraft
        {
            Name = mailing.Name,
            Kind = mailing.Kind,
            SenderKey = mailing.SenderKey,
            Lists = lists,
            Template = JsonText.Read<MailTemplate>(mailing.Template),
            Variants = new Dictionary<string, VariantDraft> { [language] = new((JsonObject)JsonNode.Parse(variant.Data)!, variant.Calendar) },
            DueAt = mailing.DueAt,
        };
        var list = await db.Set<ContactList>().AsNoTracking().Where(list => lists.Contains(list.Id)).FirstOrDefaultAsync(cancellationToken);
        return content.Execute(draft, list, cancellationToken)[language];
    }
}
