using Ganss.Xss;
using Markdig;

namespace DigiOne.Outreach.Rendering;

/// <summary>
/// Markdown that people write, as HTML that is safe in a mail: headings, lists, emphasis, quotations, code, tables, links and
/// pictures. HTML inside it shows as text. The sanitiser behind it is the second wall: it knows no script, style, form, SVG
/// or MathML, no attribute but the few below, and no address but http, https, mailto and tel.
/// </summary>
internal static class MarkdownText
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .DisableHtml()
        .UseAutoLinks()
        .UsePipeTables()
        .Build();

    private static readonly HtmlSanitizer Sanitizer = CreateSanitizer();

    /// <summary>The HTML, without a document around it; empty for empty Markdown.</summary>
    public static string ToHtml(string markdown)
        => Sanitizer.Sanitize(Markdown.ToHtml(markdown, Pipeline)).TrimEnd();

    /// <summary>The same as trusted markup for a template's data: <c>data["body_html"] = MarkdownText.ToMarkup(body).ToJson()</c>.</summary>
    public static Markup ToMarkup(string markdown) => new(ToHtml(markdown));

    private static HtmlSanitizer CreateSanitizer() => new(new HtmlSanitizerOptions
    {
        AllowedTags = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
        {
            "a", "blockquote", "br", "code", "del", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol", "p", "pre",
            "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
        },
        AllowedAttributes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "alt", "href", "src", "start", "title" },
        AllowedSchemes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "http", "https", "mailto", "tel" },
        UriAttributes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "href", "src" },
    });
}
