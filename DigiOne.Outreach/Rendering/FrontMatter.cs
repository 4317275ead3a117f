using Scriban.Parsing;

namespace DigiOne.Outreach.Rendering;

/// <summary>A value of the front matter, and where it stands.</summary>
internal sealed record FrontMatterValue(string Value, int Line, int Column);

/// <summary>
/// What a template says about itself before its content: lines of <c>subject: ...</c> and <c>layout: ...</c> between two
/// lines of <c>---</c>. It is read line by line and nothing else is allowed in it, so it needs no YAML.
/// </summary>
internal sealed record FrontMatter(FrontMatterValue? Subject, FrontMatterValue? Layout, TextPosition Content)
{
    private const string Fence = "---";

    /// <exception cref="TemplateException">A line is neither of the two, or the closing line is missing.</exception>
    public static FrontMatter Read(string file, string source)
    {
        if (!source.StartsWith(Fence + "\n", StringComparison.Ordinal))
            return new(null, null, default);

        FrontMatterValue? subject = null, layout = null;
        var offset = Fence.Length + 1;
        for (var line = 2; offset < source.Length; line++)
        {
            var end = source.IndexOf('\n', offset);
            if (end < 0) end = source.Length;
            var text = source[offset..end];
            offset = Math.Min(end + 1, source.Length);
            if (text.TrimEnd() == Fence)
                return new(subject, layout, new TextPosition(offset, line, 0));

            if (string.IsNullOrWhiteSpace(text)) continue;
            if (Value(text, "subject", line) is { } foundSubject && subject is null) subject = foundSubject;
            else if (Value(text, "layout", line) is { } foundLayout && layout is null) layout = foundLayout;
            else throw new TemplateException(file, line, 1, "Between the two lines of --- only one 'subject: ...' and one 'layout: ...' may stand.");
        }

        throw new TemplateException(file, 1, 1, "The front matter that starts here is never closed: add a line of --- after it.");
    }

    private static FrontMatterValue? Value(string line, string key, int number)
    {
        if (!line.StartsWith(key + ":", StringComparison.Ordinal)) return null;
        var start = key.Length + 1;
        while (start < line.Length && line[start] == ' ') start++;
        var value = line[start..].TrimEnd();
        return value is ['"', .., '"'] && value.Length > 1
            ? new(value[1..^1], number, start + 2)
            : new(value, number, start + 1);
    }
}
