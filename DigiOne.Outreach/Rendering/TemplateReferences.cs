using Scriban;
using Scriban.Syntax;

namespace DigiOne.Outreach.Rendering;

/// <summary>Which files a template includes. Names are literal, so what a template consists of is known before it runs and can be frozen.</summary>
internal sealed class TemplateReferences : ScriptVisitor
{
    private const string Include = "include";

    private readonly List<(string Name, ScriptNode Node)> _found = [];

    private TemplateReferences()
    {
    }

    /// <exception cref="TemplateException">A name is computed, or <c>include</c> is used as anything but a call.</exception>
    public static IReadOnlyList<(string Name, ScriptNode Node)> Of(Template template)
    {
        var visitor = new TemplateReferences();
        if (template.Page is { } page) visitor.Visit(page);
        return visitor._found;
    }

    public override void Visit(ScriptFunctionCall node)
    {
        if (node.Target is ScriptVariableGlobal { Name: Include })
        {
            if (node.Arguments is not [ScriptLiteral { Value: string name }, ..])
                throw NotLiteral(node);
            _found.Add((name, node));
            foreach (var argument in node.Arguments) argument.Accept(this);
            return;
        }

        base.Visit(node);
    }

    public override void Visit(ScriptVariableGlobal node)
    {
        if (node.Name == Include) throw NotLiteral(node);
        base.Visit(node);
    }

    private static TemplateException NotLiteral(ScriptNode node)
        => TemplateErrors.At(node.Span, "An include names its file directly, as in {{ include \"partials/button.sbn-html\" }}; a computed name is not possible.");
}
