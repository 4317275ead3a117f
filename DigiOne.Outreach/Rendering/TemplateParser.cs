using Scriban;
using Scriban.Parsing;

namespace DigiOne.Outreach.Rendering;

/// <summary>Source to syntax tree. Scriban's parser counts every kind of nesting against the limit, so no source reaches the end of the stack.</summary>
internal static class TemplateParser
{
    /// <param name="file">The name that errors give.</param>
    /// <param name="source">The whole file, front matter included, so that places in errors are places in the file.</param>
    /// <param name="start">Where the content starts.</param>
    /// <param name="limits">The limits on length and nesting.</param>
    /// <exception cref="TemplateException">The first error in the source.</exception>
    public static Template Parse(string file, string source, TextPosition start, RenderingLimits limits)
    {
        if (source.Length > limits.SourceLength)
            throw new TemplateException(file, 1, 1, $"This template is longer than {limits.SourceLength:N0} characters; templates that long are refused.");

        var template = Template.Parse(
            source,
            file,
            new ParserOptions { ExpressionDepthLimit = limits.Nesting },
            new LexerOptions { StartPosition = start });
        if (template.HasErrors)
        {
            var error = template.Messages.First(message => message.Type == ParserMessageType.Error);
            throw TemplateErrors.At(error.Span, error.Message);
        }

        if (template.Page is { } page) TemplateRules.Instance.Visit(page);
        return template;
    }

    /// <summary>Parses one value of the front matter, whose errors then point into the file that it stands in.</summary>
    public static Template ParseValue(string file, string source, int line, int column, RenderingLimits limits)
    {
        // The lexer takes a position and a text together: spaces before the value keep its offset true
        var padding = new string(' ', Math.Min(column - 1, limits.SourceLength));
        return Parse(file, padding + source, new TextPosition(padding.Length, line - 1, column - 1), limits);
    }
}
