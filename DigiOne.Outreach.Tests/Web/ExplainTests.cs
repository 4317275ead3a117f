using System.Globalization;
using System.Runtime.CompilerServices;
using System.Xml.Linq;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Web;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Web;

/// <summary>What we write down ourselves is said in the reader's language, and what servers say is left alone.</summary>
public sealed class ExplainTests
{
    private static readonly string[] Filling = ["mx.example:25", "posti", "Connection reset by peer"];

    public static TheoryData<string> Names => [.. Explain.All.Select(explanation => explanation.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_written_down_is_known_again(string name)
    {
        var explanation = Named(name);
        string[] filling = explanation.Sentence.Contains(":0}", StringComparison.Ordinal) ? ["210"] : Filling;

        foreach (var code in new[] { "", "550 5.1.1 " })
            if (explanation.Read(code + explanation.Of(filling)) is var (foundCode, parts))
                (foundCode, explanation.Of([.. parts])).ShouldBe((code, explanation.Of(filling)));
            else
                code.ShouldNotBe(explanation.HasCode ? "550 5.1.1 " : "");
        // No two are taken for each other: each says it in its own words.
        Explain.All.First(other => other.Read((explanation.HasCode ? "550 5.1.1 " : "") + explanation.Of(filling)) is not null).Name.ShouldBe(name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void English_words_of_the_pages_are_those_that_are_written_down(string name) => English()[name].ShouldBe(Named(name).Sentence);

    [Theory]
    [InlineData("550 5.1.1 No such person here")]
    [InlineData("451 4.7.1 Given up, as a person decided (Aino)")]
    [InlineData("250 It arrived, says a person (Aino)")]
    [InlineData("newsletters/issue.sbn-html, line 2, column 4: nothing is called so")]
    public void What_others_say_stays_as_it_is(string said) => Explaining("fi-FI").InWords(said).ShouldBeNull();

    [Theory]
    [InlineData("fi-FI", "Luovuttiin, kun oli yritetty 48 tuntia. Viimeisin vastaus: 452 4.2.2 mailbox full")]
    [InlineData("sv-FI", "Gavs upp efter 48 timmar. Senaste svar: 452 4.2.2 mailbox full")]
    [InlineData("en-GB", "Given up after 48 hours. Last answer: 452 4.2.2 mailbox full")]
    public void Explanation_is_said_in_the_readers_language_around_a_servers_own_words(string culture, string said) =>
        Explaining(culture).InWords("Given up after 48 hours. Last answer: 452 4.2.2 mailbox full").ShouldBe(said);

    [Fact]
    public void Number_like_a_servers_code_is_no_code() =>
        Explaining("fi-FI").InWords(DeliveryExplanations.GivenUp.Of(DeliveryExplanations.Lasting(TimeSpan.FromMinutes(250)), "421 busy"))
            .ShouldBe("Luovuttiin, kun oli yritetty 250 minuuttia. Viimeisin vastaus: 421 busy");

    [Fact]
    public void Explanation_inside_another_is_said_too() =>
        Explaining("fi-FI").InWords(DeliveryExplanations.GivenUp.Of("a minute", MailExplanations.ConnectionRefused.Of("mx.example:25", "posti"))).ShouldBe(
            "Luovuttiin, kun oli yritetty minuutin. Viimeisin vastaus: mx.example:25 ei ota yhteyksiä vastaan. Tarkista, että välityspalvelin on käynnissä "
            + "ja että Relays:posti:Port on oikein.");

    [Fact]
    public void Code_of_a_server_stays_before_our_words_around_its_own() =>
        Explaining("sv-FI").InWords("421 4.3.2 mx.example:25 does not let us in. The relay said: too busy")
            .ShouldBe("421 4.3.2 mx.example:25 släpper inte in oss. Servern sa: too busy");

    [Fact]
    public void What_a_system_said_is_a_piece_of_its_own_and_our_words_inside_are_not()
    {
        var explain = Explaining("fi-FI");

        explain.InPieces(MailExplanations.FolderUnwritable.Of("Permission denied"))!.Where(piece => piece.IsForeign).Select(piece => piece.Text)
            .ShouldBe(["Permission denied"]);
        explain.InPieces(MailExplanations.LostBefore.Of(MailExplanations.RelayClosed.Of()))!.ShouldAllBe(piece => !piece.IsForeign);
    }

    [Theory]
    [InlineData(172_800, "48 hours")]
    [InlineData(3_600, "an hour")]
    [InlineData(1_800, "30 minutes")]
    [InlineData(5_400, "90 minutes")]
    [InlineData(60, "a minute")]
    [InlineData(45, "45 seconds")]
    [InlineData(1, "a second")]
    public void Patience_is_told_in_a_unit_that_shows_it(int seconds, string told) =>
        DeliveryExplanations.Lasting(TimeSpan.FromSeconds(seconds)).ShouldBe(told);

    private static Explanation Named(string name) => Explain.All.Single(explanation => explanation.Name == name);

    private static Explain Explaining(string culture)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
        return new ServiceCollection().AddLogging().AddLocalization().AddSingleton<Explain>().BuildServiceProvider().GetRequiredService<Explain>();
    }

    private static Dictionary<string, string> English([CallerFilePath] string here = "") =>
        XDocument.Load(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "DigiOne.Outreach", "Web", "Words", "ExplanationWords.resx")).Root!.Elements("data")
            .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value);
}
