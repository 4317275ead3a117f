using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using DigiOne.Outreach.Deliveries;

namespace DigiOne.Outreach.Tests.Web;

/// <summary>The words of the pages, read from their sources.</summary>
public sealed partial class WordsTests
{
    private static readonly string Web = Path.Combine(Root(), "DigiOne.Outreach", "Web");

    public static TheoryData<string> Areas =>
        [.. Directory.EnumerateFiles(Path.Combine(Web, "Words"), "*.resx").Select(file => Path.GetFileName(file).Split('.')[0]).Distinct()];

    [Theory]
    [MemberData(nameof(Areas))]
    public void Every_word_stands_in_three_languages_with_the_same_holes(string area)
    {
        var (finnish, swedish, english) = (Words(area, ".fi"), Words(area, ".sv"), Words(area, ""));
        finnish.Keys.ShouldBe(english.Keys, ignoreOrder: true);
        swedish.Keys.ShouldBe(english.Keys, ignoreOrder: true);
        foreach (var (key, text) in english)
        {
            text.ShouldNotBeNullOrWhiteSpace(key);
            Holes(finnish[key]).ShouldBe(Holes(text), key);
            Holes(swedish[key]).ShouldBe(Holes(text), key);
        }
    }

    [Theory]
    [MemberData(nameof(Areas))]
    public void Every_word_is_used_and_every_word_used_exists(string area)
    {
        var used = Used().Where(use => use.Area == area).Select(use => use.Key).Distinct().ToList();
        var words = Words(area, "").Keys;
        used.Where(key => !words.Any(word => Matches(key, word))).ShouldBeEmpty();
        words.Where(word => !used.Any(key => Matches(key, word))).ShouldBeEmpty();
    }

    [Fact]
    public void Wherever_a_mailing_stands_its_time_has_a_word() =>
        Enum.GetNames<MailingStanding>().Select(standing => $"DueAt.{standing}").ShouldBeSubsetOf(Words("MailingWords", "").Keys);

    // $"State.{Is}" uses every word of that form.
    private static bool Matches(string key, string word) =>
        Regex.IsMatch(word, $"^{Hole().Replace(Regex.Escape(key).Replace("\\{", "{", StringComparison.Ordinal), "[A-Za-z0-9]+")}$");

    private static IEnumerable<(string Area, string Key)> Used() =>
        from file in Directory.EnumerateFiles(Web, "*.*", SearchOption.AllDirectories)
        where file.EndsWith(".razor", StringComparison.Ordinal) || file.EndsWith(".cs", StringComparison.Ordinal)
        let source = File.ReadAllText(file)
        from localizer in Localizer().Matches("IStringLocalizer<CommonWords> Words\n" + source)
        from use in Regex.Matches(source, $@"\b{localizer.Groups[2].Value}\[\$?""([^""]+)""")
        select (localizer.Groups[1].Value, use.Groups[1].Value);

    private static Dictionary<string, string> Words(string area, string language) =>
        XDocument.Load(Path.Combine(Web, "Words", area + language + ".resx")).Root!.Elements("data")
            .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value);

    private static List<string> Holes(string text) => [.. Hole().Matches(text).Select(match => match.Value).Order()];

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));

    [GeneratedRegex(@"IStringLocalizer<(\w+)>\s+(\w+)")]
    private static partial Regex Localizer();

    [GeneratedRegex(@"\{[^{}]+\}")]
    private static partial Regex Hole();
}
