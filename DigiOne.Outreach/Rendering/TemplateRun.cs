using Scriban;
using Scriban.Runtime;
using Scriban.Syntax;

namespace DigiOne.Outreach.Rendering;

/// <summary>Runs one template in its context, and its page's layout after it.</summary>
internal static class TemplateRun
{
    private const string Content = "content";

    /// <exception cref="TemplateException">The template went wrong or past a limit.</exception>
    public static string Entry(ParsedMail mail, string entry, RenderContext context)
    {
        var page = Run(mail.File(entry), context);
        if (mail.LayoutOf(entry) is not { } layout) return page;
        context.CurrentGlobal!.SetValue(Content, context.Included(page), readOnly: true);
        return Run(layout, context);
    }

    /// <exception cref="TemplateException">The template went wrong or past a limit.</exception>
    public static string Run(Template template, RenderContext context)
    {
        try
        {
            return template.Render(context);
        }
        catch (ScriptRuntimeException error)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            throw TemplateErrors.From(error);
        }
    }
}
