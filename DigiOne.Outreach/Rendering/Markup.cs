using System.Text.Json.Nodes;

namespace DigiOne.Outreach.Rendering;

/// <summary>
/// HTML that goes into a page as it stands: the one way past escaping. It is trusted by what it is, not by its name or by a
/// filter in the template: in data it is <c>{ "$markup": "..." }</c>, which only the program writes, from Markdown that it
/// sanitised. Whatever people typed or imported is a JSON string and is escaped wherever a template puts it. An
/// <c>.sbn-txt</c> template gets the markup's text.
/// </summary>
/// <param name="Html">Sanitised HTML.</param>
internal sealed record Markup(string Html)
{
    private const string Key = "$markup";

    /// <summary>The markup as it travels in a template's data.</summary>
    public JsonObject ToJson() => new() { [Key] = Html };

    /// <summary>The markup in an object of a template's data; null when it is an ordinary object.</summary>
    internal static Markup? From(JsonObject data)
        => data.Count == 1 && data.TryGetPropertyValue(Key, out var html) && html is JsonValue value && value.TryGetValue<string>(out var text)
            ? new Markup(text)
            : null;

    /// <summary>Where data holds what would count as markup, e.g. <c>$.newsletter.body_html</c>; null when nowhere. Data that a stranger wrote must not.</summary>
    internal static string? PathIn(JsonNode? data) => data switch
    {
        JsonObject members when members.ContainsKey(Key) => members.GetPath(),
        JsonObject members => members.Select(member => PathIn(member.Value)).FirstOrDefault(path => path is not null),
        JsonArray items => items.Select(PathIn).FirstOrDefault(path => path is not null),
        _ => null,
    };

    /// <summary>What string functions in a template see: a plain string again, escaped when it is put out.</summary>
    public override string ToString() => Html;
}
