using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Syntax;

namespace DigiOne.Outreach.Rendering;

/// <summary>Functions on words and texts.</summary>
internal static class WordFunctions
{
    /// <summary><c>{{ t "why" list.name }}</c>: a word in the reader's language, with values for {0}, {1} and so on.</summary>
    public static object Translate(RenderContext context, SourceSpan span, ScriptArray arguments)
    {
        var word = arguments[0] as string ?? throw new ScriptRuntimeException(span, "A word is named by a text, as in {{ t \"read_more\" }}.");
        if (!context.Mail.Words.TryGetValue(word, out var texts))
            throw new ScriptRuntimeException(span, $"There is no word '{word}'; add it to words.json.");
        var text = texts.GetValueOrDefault(context.UserLanguage)
            ?? texts.GetValueOrDefault(context.UserLanguage.Split('-')[0])
            ?? throw new ScriptRuntimeException(span, $"The word '{word}' has no text in the language '{context.UserLanguage}'; add it to words.json.");
        for (var i = 1; i < arguments.Count; i++)
            text = text.Replace($"{{{i - 1}}}", context.ObjectToString(arguments[i]), StringComparison.Ordinal);
        return text;
    }

    /// <summary><c>{{ session.place | lines }}</c>: a text that keeps its line breaks in HTML.</summary>
    public static object? Lines(RenderContext context, SourceSpan span, ScriptArray arguments)
        => context.ObjectToString(arguments[0]) is { } text
            ? new Markup(HtmlEscape.Text(text).ReplaceLineEndings("<br>\n"))
            : null;
}
