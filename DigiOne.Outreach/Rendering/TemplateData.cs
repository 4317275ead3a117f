using System.Text.Json;
using System.Text.Json.Nodes;
using Scriban.Runtime;

namespace DigiOne.Outreach.Rendering;

/// <summary>JSON to what a template sees: texts, numbers, truth values, lists and objects, and <see cref="Markup"/>. Nothing else enters a template's scope.</summary>
internal static class TemplateData
{
    private const int Depth = 64;

    /// <summary>A fresh copy for one rendering, which the template may change as it likes.</summary>
    public static DataObject From(JsonObject data) => Object(data, Depth);

    private static DataObject Object(JsonObject data, int depth)
    {
        var result = new DataObject(data.Count);
        foreach (var (name, value) in data) result.SetValue(name, Value(value, depth - 1), readOnly: false);
        return result;
    }

    private static object? Value(JsonNode? node, int depth)
    {
        if (depth == 0) throw new TemplateException("data", 1, 1, $"Objects and lists are nested more than {Depth} deep.");
        switch (node)
        {
            case JsonObject data when Markup.From(data) is { } markup:
                return markup.Html.Length == 0 ? null : markup;
            case JsonObject data:
                return Object(data, depth);
            case JsonArray list:
                var result = new ScriptArray(list.Count);
                foreach (var item in list) result.Add(Value(item, depth - 1));
                return result;
            case JsonValue value:
                return Plain(value);
            default:
                return null;
        }
    }

    private static object? Plain(JsonValue value)
    {
        if (value.TryGetValue<string>(out var text)) return text;
        var element = JsonSerializer.SerializeToElement(value);
        return element.ValueKind switch
        {
            JsonValueKind.String => element.GetString(),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number when element.TryGetInt64(out var whole) => whole,
            JsonValueKind.Number when element.TryGetDecimal(out var exact) => exact,
            JsonValueKind.Number => element.GetDouble(),
            _ => null,
        };
    }
}
