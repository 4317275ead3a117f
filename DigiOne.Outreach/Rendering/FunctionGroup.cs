using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Syntax;

namespace DigiOne.Outreach.Rendering;

/// <summary>Functions under one name, such as <c>string</c>. Asking for one that is not there is an error instead of silence.</summary>
internal sealed class FunctionGroup(string name) : ScriptObject
{
    public override bool TryGetValue(TemplateContext? context, SourceSpan span, string member, out object? value)
        => base.TryGetValue(context, span, member, out value)
            ? true
            : throw new ScriptRuntimeException(span, $"There is no function {name}.{member} here. Those there are: {string.Join(", ", Keys.Order(StringComparer.Ordinal))}.");
}
