using System.Text;
using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Syntax;

namespace DigiOne.Outreach.Rendering;

/// <summary>
/// Escapes every value that a template puts out. What goes in as it stands: the template's own text, <see cref="Markup"/>,
/// and what was already escaped on its way (captured blocks, included files, the page inside its layout).
/// </summary>
internal sealed class HtmlContext(ParsedMail mail, string language, ScriptObject data, RenderBudget budget)
    : RenderContext(mail, language, data, budget)
{
    // How far each output was read: up to its last tag that is not closed, or to its end.
    private readonly Dictionary<StringBuilder, int> _read = new(ReferenceEqualityComparer.Instance);

    public override object Included(string output) => new Markup(output);

    public override TemplateContext Write(SourceSpan span, object? textAsObject)
    {
        if (textAsObject is null) return this;
        var (text, safe) = textAsObject switch
        {
            Markup markup => (markup.Html, true),
            IScriptOutput captured => (captured.ToString() ?? "", true),
            _ => (ObjectToString(textAsObject) ?? "", false),
        };
        if (Output is StringBuilderOutput output && Refuses(output.Builder, safe ? HtmlAttribute.Decoded(text) : text) is { } problem)
            throw new ScriptRuntimeException(Place, problem);
        return (TemplateContext)Write(safe ? text : HtmlEscape.Text(text));
    }

    private string? Refuses(StringBuilder output, string value)
    {
        var from = _read.GetValueOrDefault(output);
        if (from > output.Length)
            from = 0;
        var attributes = new HtmlAttributes(output.ToString(from, output.Length - from));
        string? problem = null;
        while (problem is null && attributes.Next())
            problem = attributes.IsOpen ? HtmlAttribute.Refuses(attributes, value) : null;
        _read[output] = from + attributes.Begin;
        return problem;
    }
}
