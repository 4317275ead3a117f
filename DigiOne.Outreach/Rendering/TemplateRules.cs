using Scriban.Syntax;

namespace DigiOne.Outreach.Rendering;

/// <summary>Refuses what Scriban's language has and templates here do not: they show data, they do not build it.</summary>
internal sealed class TemplateRules : ScriptVisitor
{
    public static TemplateRules Instance { get; } = new();

    /// <remarks>Nothing but <see cref="DataObject"/> may be an object in a template's scope, for the reason that stands there.</remarks>
    public override void Visit(ScriptObjectInitializerExpression node)
        => throw TemplateErrors.At(node.Span, "A template cannot make objects; give it what it needs as data, or use lists and variables.");

    public override void Visit(ScriptImportStatement node)
        => throw TemplateErrors.At(node.Span, "A template cannot import; write the whole name, as in contact.name.");
}
