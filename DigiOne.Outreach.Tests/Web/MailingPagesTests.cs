using System.Net;
using System.Text.RegularExpressions;
using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Rendering;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Tests.Web;

/// <summary>The pages of a mailing: what it is, what it says, and what became of it.</summary>
public sealed class MailingPagesTests : WatchingTests
{
    [Fact]
    public async Task Timeline_tells_doubt_apart_from_failure() =>
        WebUtility.HtmlDecode(await Person.ReadAsync("/admin")).ShouldContain("1 epäonnistui · 1 epäselvää");

    [Fact]
    public async Task Cancelled_mailing_that_had_started_says_when()
    {
        await Web.InScopeAsync<CancelMailing, bool>(cancel => cancel.ExecuteAsync(Work.UnderWay, TestContext.Current.CancellationToken));
        await Web.InScopeAsync<CancelMailing, bool>(cancel => cancel.ExecuteAsync(Work.Planned, TestContext.Current.CancellationToken));
        await Web.InScopeAsync<CloseMailing, bool>(close => close.ExecuteAsync(Work.UnderWay, TestContext.Current.CancellationToken));

        WebUtility.HtmlDecode(await Person.ReadAsync($"/admin/mailings/{Work.UnderWay}")).ShouldContain("<dt>Alkoi</dt>");
        WebUtility.HtmlDecode(await Person.ReadAsync($"/admin/mailings/{Work.Planned}")).ShouldContain("<dt>Piti lähteä</dt>");
    }

    [Fact]
    public async Task Languages_of_the_preview_come_as_they_are_configured()
    {
        Web.Services.GetRequiredService<IOptions<OrganisationOptions>>().Value.Languages = ["sv", "en", "fi"];

        var page = WebUtility.HtmlDecode(await Person.ReadAsync($"/admin/mailings/{Work.Planned}"));

        Regex.Matches(page, "language=([a-z]{2})#preview").Select(match => match.Groups[1].Value).ShouldBe(["sv", "fi"]);
    }

    [Fact]
    public async Task Organiser_is_shown_the_way_to_no_page_that_is_closed()
    {
        using var organiser = await OrganiserAsync();
        var page = await organiser.ReadAsync("/admin");
        foreach (var link in Regex.Matches(page, "href=\"(/admin/[a-z]+)\"").Select(match => match.Groups[1].Value).Distinct())
            (await organiser.GetAsync(link)).StatusCode.ShouldBe(HttpStatusCode.OK, link);
        page.ShouldContain("/admin/sessions");
        page.ShouldNotContain("/admin/newsletters");
    }

    [Fact]
    public async Task Template_that_fails_is_named_with_its_place_on_the_mailings_page()
    {
        await using (var db = Web.Database())
        {
            var template = new MailTemplate
            {
                Html = "newsletters/broken.sbn-html",
                Files = new Dictionary<string, string> { ["newsletters/broken.sbn-html"] = "<p>\n{{ newsletter.nothing.more }}" },
                Words = new Dictionary<string, IReadOnlyDictionary<string, string>>(),
            };
            await db.Set<Mailing>().Where(mailing => mailing.Id == Work.Planned)
                .ExecuteUpdateAsync(set => set.SetProperty(mailing => mailing.Template, JsonText.Write(template)), TestContext.Current.CancellationToken);
        }

        var page = WebUtility.HtmlDecode(await Person.ReadAsync($"/admin/mailings/{Work.Planned}"));
        page.ShouldContain("<code>newsletters/broken.sbn-html</code>, rivi 2");
        (await Person.GetAsync($"/admin/mailings/{Work.Planned}/preview/fi")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Certificate_says_that_everyone_is_accounted_for()
    {
        var page = WebUtility.HtmlDecode(await Person.ReadAsync($"/admin/mailings/{Work.Closed}"));
        page.ShouldContain("Kaikki vastaanottajat on kirjattu: 5.");
        page.ShouldContain("Luovutettu 1, hylätty 1, ohitettu 1, peruttu 1, epäselviä 1.");
        page.ShouldContain(new string('a', 64));
        page.ShouldContain($"/admin/deliveries?mailing={Work.Closed}&state=Rejected");
        page.ShouldNotContain("data-live-events");
    }

    [Theory]
    [InlineData("/admin/mailings/0198d7a0-0000-7000-8000-000000000000")]
    [InlineData("/admin/mailings/0198d7a0-0000-7000-8000-000000000000/cancel")]
    [InlineData("/admin/mailings/0198d7a0-0000-7000-8000-000000000000/preview/fi")]
    [InlineData("/admin/deliveries/999999")]
    [InlineData("/admin/captured/20261123T100000-../../etc/passwd")]
    [InlineData("/admin/captured/nothing")]
    [InlineData("/admin/captured/nothing/html")]
    public async Task What_does_not_exist_says_so(string path)
    {
        var answer = await Person.GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("Sivua ei löydy");
    }

    [Fact]
    public async Task Preview_comes_under_a_policy_of_its_own()
    {
        var answer = await Person.GetAsync($"/admin/mailings/{Work.Planned}/preview/fi");
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("sandbox; default-src 'none'");
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("Marraskuun kuulumiset");
    }
}
