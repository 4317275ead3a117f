using Scriban;
using Scriban.Runtime;

namespace DigiOne.Outreach.Rendering;

/// <summary>
/// All functions that a template can call. From Scriban's own only those below are let in: none evaluates source, reaches the
/// environment, the clock or randomness, and none works on without end inside itself.
/// </summary>
internal static class TemplateFunctions
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["array"] =
        [
            "add", "add_range", "any", "compact", "concat", "contains", "cycle", "each", "filter", "first", "insert_at", "join", "last",
            "limit", "map", "offset", "remove_at", "reverse", "size",
        ],
        ["html"] = ["strip", "url_encode", "url_escape"],
        ["math"] = ["abs", "ceil", "divided_by", "floor", "format", "is_number", "minus", "modulo", "plus", "round", "times"],
        ["object"] = ["default", "has_key", "has_value", "kind", "size", "typeof"],
        ["regex"] = ["escape", "match", "matches", "replace", "split"],
        ["string"] =
        [
            "append", "capitalize", "capitalizewords", "contains", "downcase", "empty", "ends_with", "equals_ignore_case", "handleize",
            "index_of", "lstrip", "pad_left", "pad_right", "pluralize", "prepend", "remove", "remove_first", "remove_last", "replace",
            "replace_first", "rstrip", "size", "slice", "slice1", "split", "starts_with", "strip", "strip_newlines", "to_double", "to_float", "to_int",
            "to_long", "truncate", "truncatewords", "upcase", "whitespace",
        ],
    };

    /// <summary>The functions; shared by all renderings and read-only all through.</summary>
    public static ScriptObject All { get; } = Create();

    private static ScriptObject Create()
    {
        var all = new ScriptObject();
        var scriban = TemplateContext.GetDefaultBuiltinObject();
        foreach (var (group, names) in Allowed)
        {
            var functions = (ScriptObject)scriban[group]!;
            var let = new FunctionGroup(group);
            foreach (var name in names) let.SetValue(name, functions[name]!, readOnly: true);
            let.IsReadOnly = true;
            all.SetValue(group, let, readOnly: true);
        }

        all.SetValue("empty", scriban["empty"], readOnly: true);
        foreach (var (name, function) in Own) all.SetValue(name, function, readOnly: true);
        all.IsReadOnly = true;
        return all;
    }

    private static IEnumerable<(string Name, IScriptCustomFunction Function)> Own =>
    [
        ("include", new IncludeFunction()),
        ("t", new TemplateFunction(1, 10, WordFunctions.Translate)),
        ("lines", new TemplateFunction(1, 1, WordFunctions.Lines)),
        ("day", new TemplateFunction(1, 2, DateFunctions.Day)),
        ("time", new TemplateFunction(1, 2, DateFunctions.Time)),
        ("long_date", new TemplateFunction(1, 2, DateFunctions.LongDate)),
        ("period", new TemplateFunction(2, 3, DateFunctions.Period)),
    ];
}
