namespace DigiOne.Outreach.Rendering;

/// <summary>The files that one template consists of, found by following layouts and includes from its entries.</summary>
internal sealed class TemplateClosure(IReadOnlyList<TemplateFolder> folders, RenderingLimits limits)
{
    private readonly Dictionary<string, string> _sources = new(StringComparer.Ordinal);

    /// <summary>Path to source.</summary>
    public IReadOnlyDictionary<string, string> Sources => _sources;

    /// <summary>Adds an entry and all that it leads to.</summary>
    /// <exception cref="TemplateException">One of them is missing or wrong.</exception>
    public void Add(string entry, string entrySource)
    {
        var waiting = new Queue<string>();
        Enqueue(entry, entrySource, waiting);
        while (waiting.TryDequeue(out var file))
        {
            var source = _sources[file];
            var front = FrontMatter.Read(file, source);
            var layout = file == entry ? front.Layout : null;
            if (front.Layout is { } stray && layout is null)
                throw new TemplateException(file, stray.Line, stray.Column, "Only the page itself has a layout: a layout or an included file has none of its own.");

            if (layout is not null)
                Follow(file, layout.Value, layout.Line, layout.Column, waiting);
            foreach (var (name, node) in TemplateReferences.Of(TemplateParser.Parse(file, source, front.Content, limits)))
                Follow(file, name, node.Span.Start.Line + 1, node.Span.Start.Column + 1, waiting);
        }
    }

    private void Follow(string from, string name, int line, int column, Queue<string> waiting)
    {
        if (_sources.ContainsKey(name)) return;
        if (!TemplateFolder.IsName(name))
            throw new TemplateException(from, line, column, $"'{name}' is not a template's name: it is a path below the templates folder that ends in .sbn-html or .sbn-txt.");
        // Text that was written without escaping must not enter a page
        if (Path.GetExtension(name) != Path.GetExtension(from))
            throw new TemplateException(from, line, column, $"'{name}' is of another kind: HTML includes only {TemplateLibrary.HtmlExtension}, text only {TemplateLibrary.TextExtension}.");
        if (_sources.Count >= limits.Files)
            throw new TemplateException(from, line, column, $"This template consists of more than {limits.Files} files.");

        var source = folders.Select(folder => folder.Read(name)).FirstOrDefault(source => source is not null)
            ?? throw new TemplateException(from, line, column, $"There is no file '{name}' beside this template or in the templates folder.");
        Enqueue(name, source, waiting);
    }

    private void Enqueue(string file, string source, Queue<string> waiting)
    {
        if (_sources.TryAdd(file, source)) waiting.Enqueue(file);
    }
}
