namespace DigiOne.Outreach.Rendering;

/// <summary>The languages that templates have words in.</summary>
internal static class WordLanguages
{
    /// <summary>Languages of any word of a folder, as its <c>words.json</c> names them; null where there is none that can be read: whatever uses a word says where it is wrong.</summary>
    internal static IReadOnlyCollection<string>? In(string folder)
    {
        var file = Path.Combine(folder, WordsFile.Name);
        if (!File.Exists(file))
            return null;

        try
        {
            return [.. WordsFile.Read(file).Values.SelectMany(texts => texts.Keys).Distinct(StringComparer.Ordinal)];
        }
        catch (TemplateException)
        {
            return null;
        }
    }
}
