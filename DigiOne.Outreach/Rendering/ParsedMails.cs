using System.Runtime.CompilerServices;

namespace DigiOne.Outreach.Rendering;

/// <summary>Each template is parsed once, for as long as somebody holds it.</summary>
internal sealed class ParsedMails(RenderingLimits limits)
{
    private readonly ConditionalWeakTable<MailTemplate, ParsedMail> _parsed = [];

    /// <exception cref="TemplateException">The template is wrong.</exception>
    public ParsedMail Of(MailTemplate template) => _parsed.GetValue(template, source => new ParsedMail(source, limits));
}
