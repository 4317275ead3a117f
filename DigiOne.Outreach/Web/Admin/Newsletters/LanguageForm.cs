using System.Globalization;
using DigiOne.Outreach.Newsletters;
using DigiOne.Outreach.Web.Compose;

namespace DigiOne.Outreach.Web.Admin.Newsletters;

/// <summary>One language of a <see cref="CampaignForm"/>.</summary>
public sealed class LanguageForm
{
    /// <summary>More articles than an issue can bear.</summary>
    internal const int MostArticles = 50;

    /// <summary>Which language.</summary>
    public string Language { get; init; } = "";

    /// <summary>Subject.</summary>
    public string Subject { get; init; } = "";

    /// <summary>The line beside the subject.</summary>
    public string Preheader { get; init; } = "";

    /// <summary>Opening text.</summary>
    public string Body { get; init; } = "";

    /// <summary>Articles in their order.</summary>
    internal List<ArticleForm> Articles { get; init; } = [];

    /// <summary>Whether nobody has written anything here: then it is no variant.</summary>
    internal bool IsEmpty =>
        string.IsNullOrWhiteSpace(Subject + Preheader + Body) && Articles.TrueForAll(article => article.IsEmpty);

    /// <summary>Path of its fields.</summary>
    internal string Path => $"variants.{Language}";

    internal static LanguageForm Of(string language, CampaignVariant? variant) => new()
    {
        Language = language,
        Subject = variant?.Subject ?? "",
        Preheader = variant?.Preheader ?? "",
        Body = variant?.Body ?? "",
        Articles = [.. (variant?.Articles ?? []).Select(article => new ArticleForm(article.Title, article.Body, article.Link, article.LinkText))],
    };

    internal static LanguageForm From(Posted form, string language)
    {
        var path = $"variants.{language}";
        _ = int.TryParse(form[$"{path}.articles"], NumberStyles.None, CultureInfo.InvariantCulture, out var articles);
        return new LanguageForm
        {
            Language = language,
            Subject = form[$"{path}.subject"],
            Preheader = form[$"{path}.preheader"],
            Body = form[$"{path}.body"],
            Articles = [.. Enumerable.Range(0, Math.Clamp(articles, 0, MostArticles)).Select(index => ArticleForm.From(form, $"{path}.articles.{index}"))],
        };
    }

    internal CampaignText ToText() => new(
        Subject, Body, Preheader, [.. Articles.Select(article => new Article(article.Title.Trim(), article.Body, article.Link.Trim(), article.LinkText.Trim()))]);
}

/// <summary>One article of a <see cref="LanguageForm"/>.</summary>
internal sealed record ArticleForm(string Title = "", string Body = "", string Link = "", string LinkText = "")
{
    internal bool IsEmpty => string.IsNullOrWhiteSpace(Title + Body + Link + LinkText);

    internal static ArticleForm From(Posted form, string path) =>
        new(form[$"{path}.title"], form[$"{path}.body"], form[$"{path}.link"], form[$"{path}.linkText"]);
}
