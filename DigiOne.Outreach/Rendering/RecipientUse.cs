using Scriban.Syntax;

namespace DigiOne.Outreach.Rendering;

/// <summary>
/// Whether a template does nothing with a recipient's fields but show them and ask whether they are there. Only what is known
/// to be that passes: a field as the value that is put out, as a value of a word that is put out, or as an operand of a
/// condition. Whatever else touches a field, or could reach one unseen, counts as depending on the recipient.
/// </summary>
internal sealed class RecipientUse : ScriptVisitor
{
    private const string Content = "content";
    private const string Subject = "subject";
    private const string Include = "include";
    private const string Word = "t";

    private static readonly string[] Objects = ["contact", "links"];

    private readonly bool _subjectVaries;
    private bool _captured;
    private bool _varies;
    private ScriptNode? _dependent;
    private ScriptNode? _passedOn;

    private RecipientUse(bool subjectVaries) => _subjectVaries = subjectVaries;

    /// <summary>Where a template depends on more than the holes; null when nowhere.</summary>
    internal static string? DependsIn(ParsedMail mail)
    {
        var subject = new RecipientUse(subjectVaries: false);
        if (mail.Subject?.Page is { } line) subject.Visit(line);

        var files = new RecipientUse(subject._varies);
        foreach (var file in mail.Files)
            if (file.Page is { } page) files.Visit(page);

        // What is rendered on its way into something else matters only where there are holes in it
        var found = subject._dependent ?? files._dependent ?? (files._varies || subject._varies ? subject._passedOn ?? files._passedOn : null);
        return found is null ? null : TemplateErrors.At(found.Span, $"'{found}' makes the mail depend on its recipient.").Message;
    }

    public override void Visit(ScriptExpressionStatement node)
    {
        if (node.Expression is not { } expression || !IsShown(expression)) base.Visit(node);
    }

    public override void Visit(ScriptIfStatement node)
    {
        if (node.Condition is { } condition) Ask(condition);
        if (node.Then is { } then) Visit(then);
        if (node.Else is { } otherwise) Visit(otherwise);
    }

    public override void Visit(ScriptCaptureStatement node) => Captured(() => base.Visit(node));

    public override void Visit(ScriptFunction node) => Captured(() => base.Visit(node));

    public override void Visit(ScriptWrapStatement node) => Captured(() => base.Visit(node));

    public override void Visit(ScriptMemberExpression node)
    {
        if (FieldOf(node) is not null) _dependent ??= node;
        else if (node.Target is ScriptThisExpression && node.Member is ScriptVariable { Name: var name }) Meet(node, name);
        else if (RootOf(node.Target) is null && node.Target is { } target) Visit(target);
    }

    public override void Visit(ScriptThisExpression node) => _dependent ??= node;

    public override void Visit(ScriptVariableGlobal node) => Meet(node, node.Name);

    public override void Visit(ScriptFunctionCall node)
    {
        if (node.Target is ScriptVariableGlobal { Name: Word })
        {
            foreach (var argument in node.Arguments) Visit(argument);
            return;
        }

        if (node.Target is ScriptVariableGlobal { Name: Include }) _passedOn ??= node;
        base.Visit(node);
    }

    /// <summary>Whether an expression that is put out was dealt with.</summary>
    private bool IsShown(ScriptNode expression)
    {
        switch (expression)
        {
            case ScriptNestedExpression { Expression: { } inner }:
                return IsShown(inner);
            case ScriptVariableGlobal { Name: Content or Subject }:
                if (_captured) return false;
                return true;
            case ScriptMemberExpression member when FieldOf(member) is not null:
                Show(member);
                return true;
            case ScriptFunctionCall { Target: ScriptVariableGlobal { Name: Word } } word:
                for (var i = 0; i < word.Arguments.Count; i++)
                {
                    if (i > 0 && word.Arguments[i] is ScriptMemberExpression value && FieldOf(value) is not null) Show(value);
                    else Visit(word.Arguments[i]);
                }

                return true;
            case ScriptFunctionCall { Target: ScriptVariableGlobal { Name: Include } } include:
                if (_captured) return false;
                foreach (var argument in include.Arguments) Visit(argument);
                return true;
            case ScriptBinaryExpression { Operator: ScriptBinaryOperator.EmptyCoalescing, Left: { } left, Right: { } right }:
                if (!IsShown(left)) Visit(left);
                if (!IsShown(right)) Visit(right);
                return true;
            case ScriptConditionalExpression { Condition: { } condition, ThenValue: { } then, ElseValue: { } otherwise }:
                Ask(condition);
                if (!IsShown(then)) Visit(then);
                if (!IsShown(otherwise)) Visit(otherwise);
                return true;
            default:
                return false;
        }
    }

    // contact.name is a field and contact.language is not, but contact by itself could lead to either
    private void Meet(ScriptNode node, string name)
    {
        if (Objects.Contains(name)) _dependent ??= node;
        else if (name is Content or Word || (name == Subject && _subjectVaries)) _passedOn ??= node;
    }

    private void Show(ScriptNode field)
    {
        _varies = true;
        if (_captured) _dependent ??= field;
    }

    /// <summary>Whether a field is there is the same for all recipients of a shape.</summary>
    private void Ask(ScriptNode condition)
    {
        switch (condition)
        {
            case ScriptNestedExpression { Expression: { } inner }:
                Ask(inner);
                break;
            case ScriptMemberExpression member when FieldOf(member) is not null:
            case ScriptVariableGlobal { Name: Content or Subject }:
                break;
            case ScriptUnaryExpression { Operator: ScriptUnaryOperator.Not, Right: { } right }:
                Ask(right);
                break;
            case ScriptBinaryExpression { Operator: ScriptBinaryOperator.And or ScriptBinaryOperator.Or, Left: { } left, Right: { } right }:
                Ask(left);
                Ask(right);
                break;
            default:
                Visit(condition);
                break;
        }
    }

    private void Captured(Action visit)
    {
        var before = _captured;
        _captured = true;
        visit();
        _captured = before;
    }

    private static MailField? FieldOf(ScriptMemberExpression node)
    {
        if (RootOf(node.Target) is not { } root || node.Member is not ScriptVariable { Name: { } member }) return null;
        foreach (var field in MailFields.All)
            if (MailFields.PathOf(field) == (root, member)) return field;
        return null;
    }

    private static string? RootOf(ScriptNode? target) => target switch
    {
        ScriptVariableGlobal { Name: var name } when Objects.Contains(name) => name,
        ScriptMemberExpression { Target: ScriptThisExpression, Member: ScriptVariable { Name: var name } } when Objects.Contains(name) => name,
        _ => null,
    };
}
