using System.Globalization;
using DigiOne.Outreach.Newsletters;
using DigiOne.Outreach.Web.Compose;

namespace DigiOne.Outreach.Web.Admin.Newsletters;

/// <summary>A campaign as it stands in its form: everything typed, right or wrong.</summary>
public sealed class CampaignForm
{
    /// <summary>What the team calls it.</summary>
    public string Name { get; init; } = "";

    /// <summary>Key of the list.</summary>
    public string List { get; init; } = "";

    /// <summary>Key of the segment; empty for everybody on the list.</summary>
    public string Segment { get; init; } = "";

    /// <summary>Key of the sender.</summary>
    public string Sender { get; init; } = "";

    /// <summary>The fallback language; empty for none.</summary>
    public string Fallback { get; init; } = "";

    /// <summary>The revision that is edited.</summary>
    public int Revision { get; init; }

    /// <summary>Every language that may be written in.</summary>
    public IReadOnlyList<LanguageForm> Languages { get; init; } = [];

    internal static CampaignForm Empty(IEnumerable<string> languages) => new()
    {
        Languages = [.. languages.Select(language => new LanguageForm { Language = language })],
    };

    internal static CampaignForm Of(CampaignDetail detail, IEnumerable<string> languages) => new()
    {
        Name = detail.Campaign.Name,
        List = detail.List.Key,
        Segment = detail.Segment?.Key ?? "",
        Sender = detail.Campaign.SenderKey,
        Fallback = detail.Campaign.FallbackLanguage ?? "",
        Revision = detail.Campaign.Revision,
        Languages = [.. languages.Select(language =>
            LanguageForm.Of(language, detail.Campaign.Variants.SingleOrDefault(variant => variant.Language == language)))],
    };

    internal static CampaignForm From(Posted form, IEnumerable<string> languages) => new()
    {
        Name = form["name"],
        List = form["list"],
        Segment = form["segment"],
        Sender = form["sender"],
        Fallback = form["fallbackLanguage"],
        Revision = form.Revision,
        Languages = [.. languages.Select(language => LanguageForm.From(form, language))],
    };

    /// <summary>Adds an article at the end, or removes one.</summary>
    /// <param name="doing">The button: <c>add:fi</c> or <c>remove:fi.2</c>.</param>
    internal void Change((string What, string With) doing)
    {
        var language = Languages.FirstOrDefault(language => language.Language == doing.With.Split('.')[0]);
        if (doing.What == "add" && language?.Articles.Count < LanguageForm.MostArticles)
            language.Articles.Add(new ArticleForm());
        else if (doing.What == "remove"
            && int.TryParse(doing.With.Split('.')[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && index < language?.Articles.Count)
            language.Articles.RemoveAt(index);
    }

    /// <summary>What is handed in. Articles and languages that nobody wrote in are left out.</summary>
    internal CampaignDraft ToDraft()
    {
        foreach (var language in Languages)
            language.Articles.RemoveAll(article => article.IsEmpty);
        return new CampaignDraft
        {
            Name = Name,
            List = List,
            Segment = Segment,
            Sender = Sender,
            FallbackLanguage = Fallback,
            Variants = Languages.Where(language => !language.IsEmpty).ToDictionary(language => language.Language, language => language.ToText()),
        };
    }
}
