using System.Text;
using System.Text.Json;

namespace DigiOne.Outreach.Web.Api;

/// <summary>
/// Goes through JSON (RFC 8259) token by token, knows the way to each, and refuses what no use case can take: a name twice in one
/// object, U+0000, which PostgreSQL does not store, and halves of characters.
/// </summary>
internal ref struct JsonWalk
{
    private const int Depth = 64;
    private const int LongestName = 60;
    private readonly ReadOnlySpan<byte> _json;
    private readonly Stack<Level> _levels = new();
    private Utf8JsonReader _reader;

    internal JsonWalk(ReadOnlySpan<byte> json)
    {
        _json = json;
        _reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = Depth });
    }

    /// <summary>The token where the walk stands.</summary>
    internal readonly JsonTokenType Token => _reader.TokenType;

    /// <summary>How many bytes the walk has behind it.</summary>
    internal readonly long Consumed => _reader.BytesConsumed;

    /// <summary>The token as it stands in the text.</summary>
    internal readonly string Text => Encoding.UTF8.GetString(_reader.ValueSpan);

    /// <summary>The way to the token from the outside in: a name per object, null per list.</summary>
    internal readonly string?[] Steps => [.. _levels.Reverse().Select(level => level.IsList ? null : level.Name)];

    /// <summary>The same as JSONPath, e.g. <c>$.articles[2].title</c>.</summary>
    internal readonly string Path => PathOf(_levels.Reverse());

    /// <summary>The path of the object or list that the token stands in.</summary>
    internal readonly string PathAround => PathOf(_levels.Skip(1).Reverse());

    /// <summary>Goes to the next token.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="JsonException">What comes next is refused; the exception says where.</exception>
    internal bool Read()
    {
        if (_reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            _levels.Pop();
        try
        {
            if (!_reader.Read())
                return false;
        }
        catch (JsonException broken)
        {
            throw new JsonException(Plain(broken.Message), Path, broken.LineNumber, broken.BytePositionInLine);
        }

        Enter();
        return true;
    }

    private static string PathOf(IEnumerable<Level> levels) => levels.Aggregate("$", (path, level) => path + level.Step);

    private readonly void Enter()
    {
        var token = _reader.TokenType;
        if (token == JsonTokenType.PropertyName)
        {
            var level = _levels.Peek();
            level.Name = Checked();
            // Where names are looked up, capital and small letters are one.
            if (!level.Names.Add(level.Name))
                throw Fault("This name stands twice in the object, capital and small letters being one.");
            return;
        }

        if (token is not (JsonTokenType.EndObject or JsonTokenType.EndArray) && _levels.TryPeek(out var around) && around.IsList)
            around.Index++;
        if (token == JsonTokenType.String)
            Checked();
        if (token is JsonTokenType.StartObject or JsonTokenType.StartArray)
            _levels.Push(new Level(token == JsonTokenType.StartArray));
    }

    private readonly string Checked()
    {
        try
        {
            var text = _reader.GetString()!;
            return text.Contains('\0', StringComparison.Ordinal) ? throw Fault("The text holds the character U+0000.") : text;
        }
        catch (InvalidOperationException)
        {
            throw Fault("The text holds bytes that are not UTF-8, or half a character.");
        }
    }

    private readonly JsonException Fault(string sentence)
    {
        var before = _json[..(int)_reader.TokenStartIndex];
        return new JsonException(sentence, Path, before.Count((byte)'\n'), before.Length - before.LastIndexOf((byte)'\n') - 1);
    }

    // The parser's own place follows its sentence, and it advises its programmer.
    private static string Plain(string sentence) => sentence
        .Split(" Path: ", 2)[0].Split(" LineNumber: ", 2)[0]
        .Replace(" which is not supported in this mode. Change the reader options.", ", which is not allowed.", StringComparison.Ordinal)
        .Replace(" that is not supported in this mode. Change the reader options.", ", which is not allowed.", StringComparison.Ordinal);

    private sealed class Level(bool isList)
    {
        internal bool IsList => isList;

        internal string? Name { get; set; }

        internal int Index { get; set; } = -1;

        internal HashSet<string> Names => field ??= new(StringComparer.OrdinalIgnoreCase);

        internal string Step => (isList, Name) switch
        {
            (true, _) => Index < 0 ? "" : $"[{Index}]",
            (_, null) => "",
            (_, { } name) when name.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or '-') && name.Length <= LongestName => $".{name}",
            (_, { } name) => $"['{(name.Length > LongestName ? name[..LongestName] + "…" : name)}']",
        };
    }
}
