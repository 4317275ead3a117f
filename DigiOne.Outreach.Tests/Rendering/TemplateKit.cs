using System.Text.Json.Nodes;
using DigiOne.Outreach.Rendering;

namespace DigiOne.Outreach.Tests.Rendering;

/// <summary>Templates made in the test itself, and the finished ones of the repository.</summary>
internal static class TemplateKit
{
    public static readonly RenderingLimits Limits = RenderingLimits.Default;

    public static string TemplatesFolder { get; } = FindTemplates();

    public static TemplateLibrary Library { get; } = new(TemplatesFolder, Limits);

    public static MailTemplate Html(string source, params (string Path, string Source)[] others)
        => Of("page.sbn-html", source, others);

    public static MailTemplate Text(string source, params (string Path, string Source)[] others)
        => Of("page.sbn-txt", source, others);

    public static RenderedMail Render(MailTemplate template, string data = "{}", string language = "fi", RenderingLimits? limits = null)
        => new MailRenderer(new ParsedMails(limits ?? Limits), limits ?? Limits)
            .Render(template, language, JsonNode.Parse(data)!.AsObject(), TestContext.Current.CancellationToken);

    public static string RenderHtml(string source, string data = "{}", string language = "fi")
        => Render(Html(source), data, language).Html;

    public static string RenderText(string source, string data = "{}", string language = "fi")
        => new TextRenderer(new ParsedMails(Limits), Limits)
            .Render(Text(source), language, JsonNode.Parse(data)!.AsObject(), TestContext.Current.CancellationToken);

    public static JsonObject Sample(string name)
        => JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Rendering", name + ".json")))!.AsObject();

    private static MailTemplate Of(string entry, string source, (string Path, string Source)[] others) => new()
    {
        Html = entry,
        Text = entry.EndsWith(".sbn-txt", StringComparison.Ordinal) ? entry : null,
        Subject = FrontMatter.Read(entry, source).Subject?.Value,
        Files = others.Append((Path: entry, Source: source)).ToDictionary(file => file.Path, file => file.Source),
        Words = new Dictionary<string, IReadOnlyDictionary<string, string>>
        {
            ["hello"] = new Dictionary<string, string> { ["fi"] = "Hei {0}", ["en"] = "Hello {0}" },
        },
    };

    private static string FindTemplates()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var templates = Path.Combine(folder.FullName, "templates", "words.json");
            if (File.Exists(templates)) return Path.GetDirectoryName(templates)!;
        }

        throw new DirectoryNotFoundException("No templates folder above the tests.");
    }
}
