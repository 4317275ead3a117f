using System.Globalization;
using System.Text;

namespace DigiOne.Outreach.Audience;

/// <summary>
/// What somebody looks for among contacts: words, each of which must stand in the address, the name or the organisation. One of
/// three letters or more may stand anywhere, one of two begins a word. A single letter begins one of the three, or follows the word
/// before it.
/// Capitals are as small letters, and letters with marks as those without: ä as a.
/// </summary>
internal sealed class SearchWords
{
    /// <summary>From how many letters on a word is looked for anywhere: the indexes know texts by three letters.</summary>
    internal const int Anywhere = 3;

    // The index's text has this before each of its parts, so that a beginning has three letters too.
    private const string PartStart = "\n\n";
    private const string LineStart = "\n";

    private const int LongestText = 200;
    private const int MostWords = 8;

    private readonly string[] _words;

    private SearchWords(string[] words) => _words = words;

    /// <summary>Whether there is nothing to look for.</summary>
    internal bool IsEmpty => _words.Length == 0;

    /// <summary>The words of a text as it was typed. A very long one is cut.</summary>
    internal static SearchWords Of(string text)
    {
        var clean = CleanText.Of(text);
        var words = new List<string>();
        foreach (var word in (clean.Length > LongestText ? clean[..LongestText] : clean).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            // What is too short for the index is looked for right behind the word before it, and so is what goes past the end.
            if (words.Count > 0 && (Letters(word) == 1 || words.Count == MostWords))
                words[^1] += $" {word}";
            else
                words.Add(word);
        return new SearchWords([.. words]);
    }

    /// <summary>As a query of SQLite's FTS5 over texts of three letters, which folds by itself.</summary>
    internal string AsMatch() => string.Join(" AND ", _words.Select(word => Letters(word) switch
    {
        >= Anywhere => Quoted(word),
        2 => $"({Quoted(LineStart + word)} OR {Quoted(" " + word)})",
        _ => Quoted(PartStart + word),
    }));

    /// <summary>As patterns of LIKE, one for each word: a text has to fit one of them each.</summary>
    internal IEnumerable<string[]> AsPatterns() => _words.Select(word => Letters(word) switch
    {
        >= Anywhere => new[] { $"%{Escaped(word)}%" },
        2 => [$"%{LineStart}{Escaped(word)}%", $"% {Escaped(word)}%"],
        _ => [$"%{PartStart}{Escaped(word)}%"],
    });

    /// <summary>Whether somebody is meant, as the indexes would say it.</summary>
    internal bool Mean(string address, string name, string organisation)
    {
        var text = Fold($"{PartStart}{address}{PartStart}{name}{PartStart}{organisation}");
        return _words.Select(word => (Word: Fold(word), Letters: Letters(word))).All(looked => looked.Letters switch
        {
            >= Anywhere => text.Contains(looked.Word, StringComparison.Ordinal),
            2 => text.Contains(LineStart + looked.Word, StringComparison.Ordinal) || text.Contains(" " + looked.Word, StringComparison.Ordinal),
            _ => text.Contains(PartStart + looked.Word, StringComparison.Ordinal),
        });
    }

    private static int Letters(string word) => word.EnumerateRunes().Count();

    private static string Quoted(string phrase) => $"\"{phrase.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Escaped(string word) =>
        word.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);

    private static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var letter in text.ToLowerInvariant().Normalize(NormalizationForm.FormD))
            if (CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark)
                folded.Append(letter);
        return folded.ToString();
    }
}
