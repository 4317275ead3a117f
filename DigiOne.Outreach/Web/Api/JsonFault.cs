using System.Text.Json;
using System.Text.RegularExpressions;

namespace DigiOne.Outreach.Web.Api;

/// <summary>What is wrong with a request's JSON, in words that name no type of this program.</summary>
/// <param name="Sentence">What came, and what would be right.</param>
/// <param name="Path">Where, as JSONPath.</param>
/// <param name="Line">Line, the first being 1.</param>
/// <param name="Column">Byte in the line, the first being 1.</param>
internal sealed partial record JsonFault(string Sentence, string Path, long Line, long Column)
{
    private const int LongestShown = 60;

    /// <summary>Explains what the parser, or the framework making objects of it, refused.</summary>
    internal static JsonFault Of(JsonException refused, HttpContext context)
    {
        var (line, column) = (refused.LineNumber ?? 0, refused.BytePositionInLine ?? 0);
        var fault = new JsonFault(refused.Message, refused.Path ?? "$", line + 1, column + 1);
        if (context.Features.Get<ReceivedJson>() is not { } received)
            return fault;

        var walk = new JsonWalk(received.Json.Span);
        var end = OffsetOf(received.Json.Span, line, column);
        while (walk.Read() && walk.Consumed < end)
        {
        }

        // What is noticed at the end of an object is a matter of the object, not of its last member.
        var path = walk.Token == JsonTokenType.EndObject ? walk.PathAround : walk.Path;
        return fault with { Path = path, Sentence = Say(refused.Message, walk, received.Type, context) };
    }

    private static string Say(string message, JsonWalk walk, Type type, HttpContext context)
    {
        var steps = walk.Steps;
        if (walk.Token == JsonTokenType.PropertyName)
        {
            var around = JsonWords.At(type, steps[..^1], context);
            return $"There is no '{Short(steps[^1]!)}' here; {(around is null ? "another name" : JsonWords.Of(around, context))} is expected.";
        }

        // These are noticed at the end of their object.
        if (walk.Token == JsonTokenType.EndObject && JsonWords.At(type, steps[..^1], context) is { } whole)
        {
            if (Missing().Match(message) is { Success: true } missing)
                return $"Missing here: {missing.Groups[1].Value.Replace("'", "", StringComparison.Ordinal)}.";
            if (Null().Match(message) is { Success: true } none && JsonWords.At(whole, [none.Groups[1].Value], context) is { } member)
                return $"{none.Groups[1].Value} is null; {JsonWords.Of(member, context)} is expected.";
        }

        var expected = JsonWords.At(type, walk.Token is JsonTokenType.StartObject or JsonTokenType.StartArray ? steps[..^1] : steps, context);
        return $"{Came(walk)} stands here; {(expected is null ? "something else" : JsonWords.Of(expected, context))} is expected.";
    }

    private static string Came(JsonWalk walk) => walk.Token switch
    {
        JsonTokenType.StartObject or JsonTokenType.EndObject => "An object",
        JsonTokenType.StartArray or JsonTokenType.EndArray => "A list",
        JsonTokenType.String => $"The text \"{Short(walk.Text)}\"",
        JsonTokenType.Number => $"The number {Short(walk.Text)}",
        _ => $"The word {walk.Text}",
    };

    private static string Short(string text) => text.Length > LongestShown ? text[..LongestShown] + "…" : text;

    private static long OffsetOf(ReadOnlySpan<byte> json, long line, long column)
    {
        var start = 0;
        for (; line > 0 && json[start..].IndexOf((byte)'\n') is var end and >= 0; line--)
            start += end + 1;
        return start + column;
    }

    [GeneratedRegex("missing required propert.*including: (.*?)\\.?( Path: .*)?$")]
    private static partial Regex Missing();

    [GeneratedRegex("'(\\w+)' on type .* doesn't allow")]
    private static partial Regex Null();
}
