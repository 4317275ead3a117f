using System.Text.Json.Nodes;

namespace DigiOne.Outreach.Rendering;

/// <summary>Renders mails. Thread-safe; a template is parsed once and rendered as often as one likes.</summary>
internal sealed class MailRenderer(ParsedMails parsed, RenderingLimits limits)
{
    /// <summary>One template, one language, one recipient's data. Besides the data a template sees <c>language</c> and <c>subject</c>.</summary>
    /// <param name="template">The frozen template.</param>
    /// <param name="language">BCP 47 language of words and dates.</param>
    /// <param name="data">What the template may show; it is read, not kept.</param>
    /// <param name="cancellationToken">Ends the rendering with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="TemplateException">The template or its data is wrong, or a limit was passed.</exception>
    public RenderedMail Render(MailTemplate template, string language, JsonObject data, CancellationToken cancellationToken)
    {
        var mail = parsed.Of(template);
        var budget = new RenderBudget(limits, cancellationToken);
        var subject = mail.Subject is { } line
            ? HtmlText.OneLine(TemplateRun.Run(line, new RenderContext(mail, language, TextRenderer.Scope(data, language, null), budget)))
            : "";
        var text = template.Text is { } textEntry
            ? TemplateRun.Entry(mail, textEntry, new RenderContext(mail, language, TextRenderer.Scope(data, language, subject), budget)).Trim() + "\n"
            : null;
        if (template.IsTextOnly)
            return new(subject, PlainTextHtml.Document(text!, language, subject), text!);

        var html = TemplateRun.Entry(mail, template.Html, new HtmlContext(mail, language, TextRenderer.Scope(data, language, subject), budget));
        if (HtmlAttribute.Refuses(html) is { } problem) throw new TemplateException(template.Html, 1, 1, problem);
        if (text is not null && subject.Length > 0) return new(subject, html, text);

        var read = HtmlText.Of(html);
        return new(subject.Length > 0 ? subject : read.Title, html, text ?? read.Text);
    }
}
