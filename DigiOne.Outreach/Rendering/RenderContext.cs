using System.Collections;
using System.Runtime.CompilerServices;
using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Syntax;

namespace DigiOne.Outreach.Rendering;

/// <summary>
/// What one rendering runs in; made anew for each. In its scope is nothing but plain data and the functions of
/// <see cref="TemplateFunctions"/>. What is put out is plain text; <see cref="HtmlContext"/> escapes.
/// </summary>
internal class RenderContext : TemplateContext
{
    private readonly RenderBudget _budget;

    public RenderContext(ParsedMail mail, string language, ScriptObject data, RenderBudget budget)
        : base(TemplateFunctions.All)
    {
        _budget = budget;
        Mail = mail;
        UserLanguage = language;
        var limits = budget.Limits;
        StrictVariables = true;
        AutoIndent = false;
        NewLine = "\n";
        LoopLimit = limits.Loops;
        RecursiveLimit = limits.Recursion;
        LimitToString = limits.StringLength;
        OnStringLimit = ScriptLimitBehavior.Throw;
        OutputLimit = limits.OutputLength;
        OnOutputLimit = ScriptLimitBehavior.Throw;
        RegexTimeOut = limits.RegexTime;
        CancellationToken = budget.CancellationToken;
        PushGlobal(data);
    }

    /// <summary>The template that is being rendered.</summary>
    public ParsedMail Mail { get; }

    /// <summary>BCP 47 language of the person who will read it.</summary>
    public string UserLanguage { get; }

    /// <summary>Where the value stands that is put out now: Scriban itself only knows the block around it.</summary>
    protected SourceSpan Place { get; private set; }

    /// <summary>How what a template included enters the output.</summary>
    public virtual object Included(string output) => output;

    public override object? Evaluate(ScriptNode? scriptNode, bool aliasReturnedFunction)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        _budget.Step(scriptNode?.Span ?? CurrentSpan);
        var value = Eager(base.Evaluate(scriptNode, aliasReturnedFunction));
        if (scriptNode is ScriptExpressionStatement) Place = scriptNode.Span;
        return value;
    }

    public override TemplateContext Write(SourceSpan span, object? textAsObject)
        => textAsObject is Markup markup ? Write(HtmlText.Of(markup.Html).Text) : base.Write(span, textAsObject);

    /// <summary>Empty texts and lists count as false: <c>{{ if contact.municipality }}</c> means what it says.</summary>
    public override bool ToBool(SourceSpan span, object? value) => value switch
    {
        string text => text.Length > 0,
        ScriptArray list => list.Count > 0,
        _ => base.ToBool(span, value),
    };

    // Scriban's ranges and list functions answer lazily. Thousands of them around each other would recurse past the end of the
    // stack when read at last, which kills the process; so each is read where it is made, while it is one level deep.
    private object? Eager(object? value)
    {
        if (value is not IEnumerable lazy || value is not ScriptRange && value is string or IList or IScriptObject or IDictionary)
            return value;
        var list = new ScriptArray();
        foreach (var item in lazy)
        {
            if (list.Count >= _budget.Limits.Loops)
                throw new ScriptRuntimeException(CurrentSpan, $"This list has more than {_budget.Limits.Loops} items.");
            list.Add(Eager(item));
        }

        return list;
    }

    // Captured output, syntax nodes and the like are .NET objects that a template can hold: none of them shows its members
    protected override IObjectAccessor? GetMemberAccessorImpl(object target)
        => target is IScriptObject or string or KeyValuePair<string, object?> || target.GetType().IsPrimitive
            ? base.GetMemberAccessorImpl(target)
            : null;
}
