using System.Text.Json;

namespace DigiOne.Outreach.Rendering;

/// <summary><c>words.json</c>: word to language to text.</summary>
internal static class WordsFile
{
    internal const string Name = "words.json";

    private static readonly JsonSerializerOptions Options = new() { ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The words of all folders; a word of an earlier folder goes before the same word of a later one.</summary>
    /// <exception cref="TemplateException">A file is not of that form.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> ReadAll(IEnumerable<TemplateFolder> folders)
    {
        var words = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        foreach (var file in folders.Select(folder => Path.Combine(folder.Path, Name)).Where(File.Exists))
        {
            foreach (var (word, texts) in Read(file))
                words.TryAdd(word, texts);
        }

        return words;
    }

    /// <summary>The words of one file.</summary>
    /// <exception cref="TemplateException">It is not of that form.</exception>
    internal static Dictionary<string, Dictionary<string, string>> Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string>>>(File.ReadAllBytes(file), Options) ?? [];
        }
        catch (JsonException broken)
        {
            throw new TemplateException(
                Name,
                (int)(broken.LineNumber ?? 0) + 1,
                (int)(broken.BytePositionInLine ?? 0) + 1,
                "Words look like this: { \"read_more\": { \"fi\": \"Lue lisää\", \"sv\": \"Läs mer\", \"en\": \"Read more\" } }.",
                broken);
        }
    }
}
