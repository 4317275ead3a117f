namespace DigiOne.Outreach.Rendering;

/// <summary>The templates folder. Loading a template freezes it together with all that it includes.</summary>
/// <param name="folder">The templates folder.</param>
/// <param name="limits">The limits on length and number of files.</param>
internal sealed class TemplateLibrary(string folder, RenderingLimits limits)
{
    internal const string HtmlExtension = ".sbn-html";
    internal const string TextExtension = ".sbn-txt";

    private readonly TemplateFolder _folder = new(folder, limits);

    /// <summary>Loads a template of the templates folder, never anything outside it.</summary>
    /// <param name="path">Path relative to the templates folder, e.g. <c>newsletters/issue.sbn-html</c>, or <c>.sbn-txt</c> for text only.</param>
    /// <exception cref="TemplateException">There is no such template, or it or something that it includes is wrong.</exception>
    public MailTemplate LoadMail(string path)
    {
        if (!TemplateFolder.IsName(path)) throw NotFound(path);
        var beside = Path.GetDirectoryName(path)!;
        return Load(path, beside.Length == 0 ? [_folder] : [new(Path.Combine(_folder.Path, beside), limits), _folder], _folder);
    }

    /// <summary>Whether the templates folder has such a file.</summary>
    public bool Has(string path) => TemplateFolder.IsName(path) && _folder.Read(path) is not null;

    /// <summary>
    /// Loads a template from any file, for the person at the command line only: includes resolve beside the file first, then in
    /// the templates folder. A path that is no file is looked for in the templates folder.
    /// </summary>
    /// <param name="file">Path of the file, absolute or relative to the working directory.</param>
    /// <exception cref="TemplateException">There is no such template, or it or something that it includes is wrong.</exception>
    public MailTemplate LoadFile(string file)
    {
        if (!File.Exists(file)) return LoadMail(file);
        var name = Path.GetFileName(file);
        if (!TemplateFolder.IsName(name)) throw NotFound(name);
        var beside = new TemplateFolder(Path.GetDirectoryName(Path.GetFullPath(file))!, limits);
        return Load(name, [beside, _folder], beside);
    }

    /// <summary>Makes a template of source that somebody handed in. It includes what lies in the templates folder, nothing else.</summary>
    /// <param name="html">HTML source; null for a template of text only.</param>
    /// <param name="text">Text source; null makes the text from the HTML.</param>
    /// <exception cref="TemplateException">It, or something that it includes, is wrong or too long.</exception>
    public MailTemplate LoadInline(string? html, string? text)
    {
        const string Name = "inline";
        var files = new TemplateClosure([_folder], limits);
        Add(Name + HtmlExtension, html);
        Add(Name + TextExtension, text);
        string[] entries = [.. files.Sources.Keys.Where(file => Path.GetFileNameWithoutExtension(file) == Name)];
        return new()
        {
            Html = html is null ? Name + TextExtension : Name + HtmlExtension,
            Text = text is null ? null : Name + TextExtension,
            Subject = entries.Select(entry => FrontMatter.Read(entry, files.Sources[entry]).Subject?.Value).FirstOrDefault(subject => subject is not null),
            Files = files.Sources,
            Words = WordsFile.ReadAll([_folder]),
        };

        void Add(string entry, string? source)
        {
            if (source is null) return;
            if (source.Length > limits.SourceLength)
                throw new TemplateException(entry, 1, 1, $"The template is longer than {limits.SourceLength:N0} characters; templates that long are refused.");
            files.Add(entry, source.TrimStart('\uFEFF').ReplaceLineEndings("\n"));
        }
    }

    private MailTemplate Load(string entry, IReadOnlyList<TemplateFolder> folders, TemplateFolder home)
    {
        var files = new TemplateClosure(folders, limits);
        files.Add(entry, home.Read(entry) ?? throw NotFound(entry));
        var text = entry.EndsWith(TextExtension, StringComparison.Ordinal) ? entry : Path.ChangeExtension(entry, TextExtension);
        if (text != entry && home.Read(text) is { } textSource) files.Add(text, textSource);
        else if (text != entry) text = null;

        var subject = FrontMatter.Read(entry, files.Sources[entry]).Subject
            ?? (text is null ? null : FrontMatter.Read(text, files.Sources[text]).Subject);
        return new()
        {
            Html = entry,
            Text = text,
            Subject = subject?.Value,
            Files = files.Sources,
            Words = WordsFile.ReadAll(folders),
        };
    }

    private TemplateException NotFound(string path)
        => new(path, 1, 1, $"There is no such template in {_folder.Path}. A template's path is relative to that folder and ends in {HtmlExtension} or {TextExtension}.");
}
