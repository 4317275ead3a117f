using Scriban;

namespace DigiOne.Outreach.Rendering;

/// <summary>A template's syntax trees. They hold no state of a rendering, so any number of threads render from one at a time.</summary>
internal sealed class ParsedMail
{
    private readonly Dictionary<string, Template> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _layouts = new(StringComparer.Ordinal);

    /// <exception cref="TemplateException">A file is wrong, or one that is needed is absent.</exception>
    public ParsedMail(MailTemplate source, RenderingLimits limits)
    {
        Words = source.Words;
        foreach (var (file, text) in source.Files)
        {
            var front = FrontMatter.Read(file, text);
            _files[file] = TemplateParser.Parse(file, text, front.Content, limits);
            if (front.Layout is { } layout) _layouts[file] = layout.Value;
            if (front.Subject is { } subject && subject.Value == source.Subject)
                Subject ??= TemplateParser.ParseValue(file, subject.Value, subject.Line, subject.Column, limits);
        }

        if (source.Subject is { } own) Subject ??= TemplateParser.ParseValue("subject", own, 1, 1, limits);
    }

    /// <summary>Word to language to text.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Words { get; }

    /// <summary>All of its files.</summary>
    public IReadOnlyCollection<Template> Files => _files.Values;

    /// <summary>The subject line's own template.</summary>
    public Template? Subject { get; }

    /// <summary>The layout of an entry; null when it has none.</summary>
    public Template? LayoutOf(string entry) => _layouts.TryGetValue(entry, out var layout) ? File(layout) : null;

    /// <exception cref="TemplateException">The template was frozen without this file.</exception>
    public Template File(string path) => Find(path) ?? throw new TemplateException(path, 1, 1, "This file is not part of the template.");

    /// <summary>A file of the template; null when it is not part of it.</summary>
    public Template? Find(string path) => _files.GetValueOrDefault(path);
}
