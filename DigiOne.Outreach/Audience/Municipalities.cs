using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace DigiOne.Outreach.Audience;

/// <summary>A municipality of Finland.</summary>
/// <param name="Code">Three digits, as Statistics Finland gives them.</param>
/// <param name="Finnish">Name in Finnish.</param>
/// <param name="Swedish">Name in Swedish; the Finnish one where there is no other.</param>
public sealed record Municipality(string Code, string Finnish, string Swedish)
{
    /// <summary>The name for a reader of a language: Swedish for <c>sv</c>, else Finnish.</summary>
    public string NameIn(string language) => language.StartsWith("sv", StringComparison.OrdinalIgnoreCase) ? Swedish : Finnish;
}

/// <summary>The municipalities of Finland as of 2026, Åland's included.</summary>
public static class Municipalities
{
    private const string Resource = "municipalities.csv";

    /// <summary>All of them, in the order of their codes.</summary>
    public static IReadOnlyList<Municipality> All { get; } = Read();

    private static Dictionary<string, Municipality> ByWord { get; } = Index();

    /// <summary>Finds one by its code (leading zeros may be missing: spreadsheets eat them) or its name in Finnish or Swedish.</summary>
    public static bool TryFind(string word, [NotNullWhen(true)] out Municipality? municipality)
    {
        var trimmed = word.Trim().Normalize(NormalizationForm.FormC);
        var isCode = trimmed.Length is > 0 and <= 3 && trimmed.All(char.IsAsciiDigit);
        return ByWord.TryGetValue(isCode ? trimmed.PadLeft(3, '0') : trimmed, out municipality);
    }

    private static List<Municipality> Read()
    {
        using var stream = typeof(Municipalities).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The assembly lacks {Resource}.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        reader.ReadLine();
        var all = new List<Municipality>();
        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split(',');
            all.Add(new Municipality(cells[0], cells[1], cells[2]));
        }

        return all;
    }

    private static Dictionary<string, Municipality> Index()
    {
        var index = new Dictionary<string, Municipality>(StringComparer.OrdinalIgnoreCase);
        foreach (var municipality in All)
        {
            index[municipality.Code] = municipality;
            index[municipality.Finnish] = municipality;
            index[municipality.Swedish] = municipality;
        }

        return index;
    }
}
