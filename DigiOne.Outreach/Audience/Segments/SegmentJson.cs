using System.Text.Json;
using System.Text.Json.Nodes;
using DigiOne.Outreach.Problems;

namespace DigiOne.Outreach.Audience;

/// <summary>
/// A filter as JSON: <c>{"all": [...]}</c>, <c>{"any": [...]}</c>, <c>{"not": {...}}</c>, or a condition
/// <c>{"field": "language", "op": "is", "values": ["fi"]}</c>.
/// </summary>
internal static class SegmentJson
{
    private const int LongestField = 200;

    /// <summary>Writes it.</summary>
    internal static JsonObject Write(SegmentFilter filter) => filter switch
    {
        SegmentFilter.All all => new JsonObject { ["all"] = new JsonArray([.. all.Parts.Select(Write)]) },
        SegmentFilter.Any any => new JsonObject { ["any"] = new JsonArray([.. any.Parts.Select(Write)]) },
        SegmentFilter.Not not => new JsonObject { ["not"] = Write(not.Part) },
        SegmentFilter.Condition condition => new JsonObject
        {
            ["field"] = condition.Field,
            ["op"] = JsonNamingPolicy.CamelCase.ConvertName(condition.Operator.ToString()),
            ["values"] = new JsonArray([.. condition.Values.Select(value => (JsonNode?)value)]),
        },
        _ => throw new InvalidOperationException(filter.ToString()),
    };

    /// <summary>Reads one that was checked when it was stored.</summary>
    internal static SegmentFilter Read(string stored)
    {
        using var document = JsonDocument.Parse(stored);
        var problems = new List<FieldProblem>();
        return Read(document.RootElement, "filter", problems)
            ?? throw new InvalidOperationException($"A stored segment cannot be read: {problems[0].Field}: {problems[0].Message}");
    }

    /// <summary>Reads one as a person or a program hands it in; null where there are problems, each of which names its place.</summary>
    /// <param name="element">The JSON.</param>
    /// <param name="path">Its place: <c>filter</c>, <c>filter.all.1</c>.</param>
    /// <param name="problems">Takes what is wrong.</param>
    /// <param name="depth">How deep it stands.</param>
    internal static SegmentFilter? Read(JsonElement element, string path, List<FieldProblem> problems, int depth = 1)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return Refuse(path, "A filter is an object: {\"all\": [...]}, {\"any\": [...]}, {\"not\": {...}} or {\"field\": ..., \"op\": ..., \"values\": [...]}.", problems);
        if (depth > SegmentFilter.MostDepth)
            return Refuse(path, $"Groups stand at most {SegmentFilter.MostDepth} deep in each other.", problems);

        var names = element.EnumerateObject().Select(property => property.Name).ToList();
        if (names is ["all" or "any"])
            return Group(element.EnumerateObject().First(), path, problems, depth);
        if (names is ["not"])
            return Read(element.GetProperty("not"), $"{path}.not", problems, depth + 1) is { } part ? new SegmentFilter.Not(part) : null;
        return names.Contains("field")
            ? Condition(element, names, path, problems)
            : Refuse(path, $"This object has {(names.Count == 0 ? "nothing" : string.Join(", ", names))}; a filter has all, any, not or field, one of them.", problems);
    }

    private static SegmentFilter? Group(JsonProperty group, string path, List<FieldProblem> problems, int depth)
    {
        if (group.Value.ValueKind != JsonValueKind.Array || group.Value.GetArrayLength() == 0)
            return Refuse($"{path}.{group.Name}", "A group is a list with at least one condition or group.", problems);
        if (group.Value.GetArrayLength() > SegmentFilter.MostConditions)
            return Refuse($"{path}.{group.Name}", $"A segment has at most {SegmentFilter.MostConditions} conditions.", problems);
        var parts = group.Value.EnumerateArray().Index().Select(part => Read(part.Item, $"{path}.{group.Name}.{part.Index}", problems, depth + 1)).ToList();
        if (parts.Contains(null))
            return null;
        return group.Name == "all" ? new SegmentFilter.All([.. parts.OfType<SegmentFilter>()]) : new SegmentFilter.Any([.. parts.OfType<SegmentFilter>()]);
    }

    private static SegmentFilter? Condition(JsonElement element, List<string> names, string path, List<FieldProblem> problems)
    {
        if (names.FirstOrDefault(name => name is not ("field" or "op" or "values")) is { } unknown)
            return Refuse(path, $"A condition has field, op and values, and no {(unknown.Length > LongestField ? unknown[..LongestField] : unknown)}.", problems);
        if (element.GetProperty("field") is not { ValueKind: JsonValueKind.String } field || field.GetString()!.Length > LongestField)
            return Refuse($"{path}.field", "The field is named by a text.", problems);
        if (!element.TryGetProperty("op", out var op) || op.ValueKind != JsonValueKind.String
            || !Enum.TryParse<SegmentOperator>(op.GetString(), ignoreCase: true, out var with) || !Enum.IsDefined(with) || char.IsAsciiDigit(op.GetString()![0]))
            return Refuse(
                $"{path}.op", $"The operator is one of {string.Join(", ", Enum.GetNames<SegmentOperator>().Select(JsonNamingPolicy.CamelCase.ConvertName))}.", problems);
        if (!element.TryGetProperty("values", out var values))
            return new SegmentFilter.Condition(field.GetString()!, with, []);
        if (values.ValueKind != JsonValueKind.Array || values.EnumerateArray().Any(value => value.ValueKind is JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null))
            return Refuse($"{path}.values", "The values are a list of texts, numbers, true or false.", problems);
        return new SegmentFilter.Condition(
            field.GetString()!, with, [.. values.EnumerateArray().Select(value => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText())]);
    }

    private static SegmentFilter? Refuse(string path, string message, List<FieldProblem> problems)
    {
        problems.Add(new FieldProblem(path, ProblemKind.Malformed, message));
        return null;
    }
}
