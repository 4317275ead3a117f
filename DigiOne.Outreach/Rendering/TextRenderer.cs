using System.Text.Json.Nodes;
using Scriban.Runtime;

namespace DigiOne.Outreach.Rendering;

/// <summary>Renders <c>.sbn-txt</c> templates to plain text, for social networks. Thread-safe.</summary>
internal sealed class TextRenderer(ParsedMails parsed, RenderingLimits limits)
{
    /// <summary>The text, without blank space around it; nothing is escaped.</summary>
    /// <param name="template">A template loaded from an <c>.sbn-txt</c>.</param>
    /// <param name="language">BCP 47 language of words and dates.</param>
    /// <param name="data">What the template may show.</param>
    /// <param name="cancellationToken">Ends the rendering with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="TemplateException">The template or its data is wrong, or a limit was passed.</exception>
    public string Render(MailTemplate template, string language, JsonObject data, CancellationToken cancellationToken)
    {
        var entry = template.Text ?? throw new TemplateException(template.Html, 1, 1, "This template has no text: it needs an .sbn-txt.");
        var mail = parsed.Of(template);
        var context = new RenderContext(mail, language, Scope(data, language, ""), new RenderBudget(limits, cancellationToken));
        return TemplateRun.Entry(mail, entry, context).Trim();
    }

    /// <summary>The data of one rendering and what every template sees besides.</summary>
    internal static ScriptObject Scope(JsonObject data, string language, string? subject)
    {
        var scope = TemplateData.From(data);
        scope.SetValue("language", language, readOnly: true);
        if (subject is not null) scope.SetValue("subject", subject, readOnly: true);
        return scope;
    }
}
