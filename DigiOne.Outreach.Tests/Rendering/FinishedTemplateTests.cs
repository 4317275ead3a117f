using System.Text;
using System.Text.Json.Nodes;
using AngleSharp.Html.Parser;
using DigiOne.Outreach.Rendering;

namespace DigiOne.Outreach.Tests.Rendering;

public sealed class FinishedTemplateTests
{
    private const int GmailClipsAt = 102 * 1024;

    private static readonly string[] Languages = ["fi", "sv", "en"];

    [Theory]
    [InlineData("newsletters/issue.sbn-html", "newsletter")]
    [InlineData("sessions/invitation.sbn-html", "session")]
    [InlineData("sessions/reminder.sbn-html", "session")]
    public void Finished_mail_renders_in_every_language_and_is_accessible(string path, string sample)
    {
        foreach (var language in Languages)
        {
            var mail = Render(path, sample, language);
            mail.Subject.ShouldNotBeNullOrWhiteSpace();
            Encoding.UTF8.GetByteCount(mail.Html).ShouldBeLessThan(GmailClipsAt);

            var page = new HtmlParser().ParseDocument(mail.Html);
            page.DocumentElement.GetAttribute("lang").ShouldBe(language);
            page.QuerySelectorAll("h1").Length.ShouldBe(1);
            page.QuerySelectorAll("script, form, link, iframe").ShouldBeEmpty();
            page.QuerySelectorAll("img:not([alt])").ShouldBeEmpty();
            page.QuerySelectorAll("table[width]:not([role=presentation])").ShouldBeEmpty();
            page.QuerySelectorAll("a").ShouldAllBe(link => link.TextContent.Trim().Length > 0);
            page.Title.ShouldBe(mail.Subject);
            mail.Text.ShouldNotContain("</");
            mail.Text.ShouldNotContain("display:none");
        }
    }

    [Fact]
    public void Newsletter_shows_its_articles_and_how_to_leave()
    {
        var mail = Render("newsletters/issue.sbn-html", "newsletter", "fi");
        mail.Subject.ShouldBe("Marraskuun kuulumiset");
        mail.Html.ShouldContain("<strong>kymmenen kuntaa</strong>");
        mail.Html.ShouldContain("Tietoiskut &lt;marraskuussa&gt; &amp; joulukuussa");
        mail.Html.ShouldContain("href=\"https://viesti.digione.example/u/abc?x=1&amp;y=2\"");
        mail.Html.ShouldContain("Saat tämän viestin, koska olet postituslistalla Uutiskirje.");
        mail.Html.ShouldNotContain("&amp;amp;");
        mail.Html.ShouldNotContain("&lt;table");
    }

    [Fact]
    public void Newsletters_text_says_the_same()
        => Render("newsletters/issue.sbn-html", "newsletter", "fi").Text.ShouldBe(
            """
            DigiOne (https://digione.example)

            Marraskuun kuulumiset

            Hei! Syksy on ollut vilkas: kymmenen kuntaa on ottanut DigiOnen käyttöön, ja uusia liittyy keväällä (https://digione.example/kunnat).

            - Uusi oppimisnäkymä
            - Kolme tietoiskua

            ----------

            Oppimisnäkymä uudistuu

            Oppilas näkee nyt yhdellä silmäyksellä, mitä tällä viikolla tapahtuu. Opettaja valitsee, mikä nostetaan ylimmäksi.

            > Ensimmäistä kertaa en etsi mitään.

            Katso, miltä se näyttää (https://digione.example/uutiset/oppimisnakyma)

            ----------

            Tietoiskut <marraskuussa> & joulukuussa

            Puoli tuntia, yksi aihe, aikaa kysymyksille.

            Päivä | Aihe
            12.11. | Huoltajan näkymä
            26.11. | Tietosuoja

            Lue lisää (https://digione.example/tietoiskut)

            ----------

            Kiitos palautteesta

            Saimme 214 vastausta. Luemme jokaisen.

            Saat tämän viestin, koska olet postituslistalla Uutiskirje.

            Peru tilaus (https://viesti.digione.example/u/abc?x=1&y=2)

            Lue viesti selaimessa (https://viesti.digione.example/v/abc)

            DigiOne

            """.ReplaceLineEndings("\n"));

    [Theory]
    [InlineData("fi", "Kutsu: DigiOne tutuksi huoltajille", "torstai 12. marraskuuta 2026 klo 9.00–10.30", "Liity tilaisuuteen")]
    [InlineData("sv", "Inbjudan: DigiOne tutuksi huoltajille", "torsdag 12 november 2026 kl. 9.00–10.30", "Delta i mötet")]
    [InlineData("en", "Invitation: DigiOne tutuksi huoltajille", "Thursday 12 November 2026 at 09:00–10:30", "Join the session")]
    public void Invitation_says_when_and_where_and_how_to_join(string language, string subject, string when, string join)
    {
        var mail = Render("sessions/invitation.sbn-html", "session", language);
        mail.Subject.ShouldBe(subject);
        mail.Text.ShouldContain(when);
        mail.Text.ShouldContain("Kulttuuritalo Martinus\nMartinlaaksontie 36, Vantaa");
        mail.Text.ShouldContain($"{join} (https://meet.example/digione?room=1&pin=2)");
    }

    [Fact]
    public void Transactional_mail_has_no_unsubscribe_link()
        => Render("sessions/reminder.sbn-html", "session", "en").Html.ShouldNotContain("Unsubscribe");

    [Fact]
    public void Session_without_place_or_link_still_renders()
    {
        var data = TemplateKit.Sample("session");
        data["session"]!["place"] = null;
        data["session"]!["online_url"] = null;
        data["session"]!["ends_at"] = null;
        data["contact"]!["name"] = "";
        var mail = TemplateKit.Render(TemplateKit.Library.LoadMail("sessions/invitation.sbn-html"), data.ToJsonString(), "sv");
        mail.Text.ShouldContain("Plats: På nätet");
        mail.Text.ShouldContain("Hej!");
        mail.Text.ShouldContain("torsdag 12 november 2026 kl. 9.00\n");
    }

    [Fact]
    public void Post_is_plain_text_on_every_network()
    {
        var data = new JsonObject { ["post"] = new JsonObject { ["text"] = "Tervetuloa & <hei>", ["link"] = "https://digione.example" } };
        foreach (var network in Directory.EnumerateFiles(Path.Combine(TemplateKit.TemplatesFolder, "social")).Select(Path.GetFileName))
        {
            var post = new TextRenderer(new ParsedMails(TemplateKit.Limits), TemplateKit.Limits)
                .Render(TemplateKit.Library.LoadMail("social/" + network), "fi", data, TestContext.Current.CancellationToken);
            post.ShouldStartWith("Tervetuloa & <hei>");
        }
    }

    [Fact]
    public void Every_word_is_there_in_every_language()
    {
        foreach (var (word, texts) in TemplateKit.Library.LoadMail("newsletters/issue.sbn-html").Words)
            texts.Keys.Order().ShouldBe(Languages.Order(), $"the word '{word}'");
    }

    private static RenderedMail Render(string path, string sample, string language)
        => TemplateKit.Render(TemplateKit.Library.LoadMail(path), TemplateKit.Sample(sample).ToJsonString(), language);
}
