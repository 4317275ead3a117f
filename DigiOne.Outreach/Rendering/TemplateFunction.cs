using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Syntax;

namespace DigiOne.Outreach.Rendering;

/// <summary>A function of ours in a template's scope.</summary>
/// <param name="least">How many arguments a call needs.</param>
/// <param name="most">How many arguments a call may have.</param>
/// <param name="body">What it does with the rendering, the call's place and its arguments.</param>
internal sealed class TemplateFunction(int least, int most, Func<RenderContext, SourceSpan, ScriptArray, object?> body) : IScriptCustomFunction
{
    public int RequiredParameterCount => least;

    public int ParameterCount => most;

    // As they come: the count is checked here, where the message can say it plainly
    public ScriptVarParamKind VarParamKind => ScriptVarParamKind.Direct;

    public Type ReturnType => typeof(object);

    public ScriptParameterInfo GetParameterInfo(int index) => new(typeof(object), "value");

    public object? Invoke(TemplateContext context, ScriptNode? callerContext, ScriptArray arguments, ScriptBlockStatement? blockStatement)
    {
        var span = callerContext?.Span ?? context.CurrentSpan;
        return arguments.Count < least || arguments.Count > most
            ? throw new ScriptRuntimeException(span, $"This function takes {(least == most ? least : $"{least} to {most}")} values, not {arguments.Count}.")
            : body((RenderContext)context, span, arguments);
    }

    public ValueTask<object?> InvokeAsync(TemplateContext context, ScriptNode? callerContext, ScriptArray arguments, ScriptBlockStatement? blockStatement)
        => new(Invoke(context, callerContext, arguments, blockStatement));
}
