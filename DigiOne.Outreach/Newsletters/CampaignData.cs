using System.Text.Json.Nodes;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Rendering;

namespace DigiOne.Outreach.Newsletters;

/// <summary>What a newsletter template sees of a campaign.</summary>
internal static class CampaignData
{
    /// <summary>The draft of the mailing that carries a campaign.</summary>
    internal static MailingDraft Mailing(Campaign campaign, MailTemplate template, DateTimeOffset dueAt) => new()
    {
        Name = campaign.Name,
        Kind = MailingKind.Newsletter,
        OwnerId = campaign.Id.Value,
        SenderKey = campaign.SenderKey,
        Lists = [campaign.ListId],
        Template = template,
        Variants = campaign.Variants.ToDictionary(variant => variant.Language, variant => new VariantDraft(Of(variant))),
        FallbackLanguage = campaign.FallbackLanguage,
        DueAt = dueAt,
    };

    internal static JsonObject Of(CampaignVariant variant) => new()
    {
        ["newsletter"] = new JsonObject
        {
            ["title"] = variant.Subject,
            ["preheader"] = variant.Preheader,
            ["body_html"] = MarkdownText.ToMarkup(variant.Body).ToJson(),
            ["articles"] = new JsonArray([.. variant.Articles.Select(Of)]),
        },
    };

    private static JsonNode Of(Article article) => new JsonObject
    {
        ["title"] = article.Title,
        ["body_html"] = MarkdownText.ToMarkup(article.Body).ToJson(),
        ["link"] = article.Link,
        // Absent, so that the template's own words stand in.
        ["link_text"] = article.LinkText.Length == 0 ? null : article.LinkText,
    };
}
