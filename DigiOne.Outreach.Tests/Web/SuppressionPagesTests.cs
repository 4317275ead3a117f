using System.Net;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace DigiOne.Outreach.Tests.Web;

public sealed class SuppressionPagesTests(Browser browser)
{
    private const string Pages = "/admin/audience/suppressions";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("fi", "Osoite on estetty", "Esto on poistettu", "Henkilön tiedot on poistettu")]
    [InlineData("sv", "Adressen är spärrad", "Spärren är hävd", "Personens uppgifter är raderade")]
    [InlineData("en", "The address is suppressed", "Lifted", "The person is erased")]
    public async Task Address_is_entered_and_lifted_and_a_person_erased_without_script(string language, string added, string lifted, string erased)
    {
        await using var web = await RunningWeb.StartAsync();
        await web.HavePeopleAsync();
        using var person = await web.NewPersonAsync();
        await person.PostAsync("/language", from: "/admin/account", ("language", language), ("back", "/admin"));

        var entered = await person.TakenAsync($"{Pages}/new", new Dictionary<string, string>
        {
            ["_handler"] = "suppression",
            ["do"] = "save",
            ["address"] = "Reader3@Example.org",
            ["note"] = "Soitti",
        });
        WebUtility.HtmlDecode(await person.ReadAsync(entered)).ShouldContain(added);
        (await person.ReadAsync($"{Pages}?q=READER3")).ShouldContain("reader3@example.org");
        (await person.ReadAsync($"{Pages}?q=reader4")).ShouldNotContain("reader4@");
        var page = entered[..entered.IndexOf("&done", StringComparison.Ordinal)];
        WebUtility.HtmlDecode(await person.ReadAsync(await person.TakenAsync(page, new Dictionary<string, string> { ["_handler"] = "lift-ByHand" }))).ShouldContain(lifted);
        await using var db = web.Database();
        (await db.Set<Suppression>().AnyAsync(Token)).ShouldBeFalse();

        var contact = await db.Set<Contact>().Where(row => row.Address == "reader3@example.org").Select(row => row.Id).SingleAsync(Token);
        var receipt = await person.TakenAsync($"/admin/audience/contacts/{contact}/erase", new Dictionary<string, string> { ["_handler"] = "erase" });
        WebUtility.HtmlDecode(await person.ReadAsync(receipt)).ShouldContain(erased);
        (await person.ReadAsync("/admin/audience/erasures")).ShouldContain(receipt);
        (await person.GetAsync($"/admin/audience/contacts/{contact}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_is_no_address_is_said_at_its_field_and_nothing_is_stored()
    {
        await using var web = await RunningWeb.StartAsync();
        using var person = await web.NewPersonAsync();

        var page = await (await person.SendAsync($"{Pages}/new", new Dictionary<string, string> { ["_handler"] = "suppression", ["address"] = "nobody", ["note"] = "" })).TextAsync();

        page.ShouldContain("href=\"#field-address\"");
        page.ShouldContain("value=\"nobody\"");
        (await person.GetAsync($"{Pages}/of?address=nobody")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData(1280, ColorScheme.Light, "fi-FI")]
    [InlineData(1280, ColorScheme.Dark, "en-GB")]
    [InlineData(390, ColorScheme.Light, "sv-FI")]
    [InlineData(390, ColorScheme.Dark, "fi-FI")]
    [InlineData(320, ColorScheme.Light, "en-GB")]
    public async Task Every_page_of_suppressions_and_erasures_works_for_everyone(int width, ColorScheme scheme, string locale)
    {
        await using var web = await RunningWeb.StartAsync();
        await web.HavePeopleAsync();
        var page = await browser.NewPageAsync(width, scheme, locale);
        await web.SignInAsync(page);
        await VisitAsync(Pages, "none");
        await VisitAsync("/admin/audience/erasures", "no-erasures");

        foreach (var reason in Enum.GetValues<SuppressionReason>())
            await web.Services.GetRequiredService<Suppress>().ExecuteAsync(
                "reader0@example.org", reason, new(SuppressionSource.Mail, Note: "550 5.1.1 <reader0@example.org>: Recipient address rejected: User unknown"), Token);
        await web.Services.SuppressAsync("reader1@example.org", SuppressionReason.Unsubscribed);
        await using var db = web.Database();
        var people = await db.Set<Contact>().OrderBy(row => row.Id).Select(row => row.Id).ToListAsync(Token);
        var receipt = await web.Services.UseAsync<EraseContact, ErasureReceipt?>(erase => erase.ExecuteAsync(people[5], ErasureWay.Hand, "maija@kunta.example", Token));

        await VisitAsync(Pages, "some");
        await VisitAsync($"{Pages}?q=nobody", "not-found");
        await VisitAsync($"{Pages}/new", "new");
        await VisitAsync($"{Pages}/of?address=reader0%40example.org", "all-reasons");
        await VisitAsync($"{Pages}/of?address=reader3%40example.org", "free");
        await VisitAsync($"/admin/audience/contacts/{people[0]}", "contact");
        await VisitAsync($"/admin/audience/contacts/{people[0]}/erase", "erase");
        await VisitAsync("/admin/audience/erasures", "erasures");
        await VisitAsync($"/admin/audience/erasures/{receipt!.Id}", "receipt");

        async Task VisitAsync(string path, string name)
        {
            await page.GotoAsync(new Uri(web.Address, path).ToString());
            await page.ShouldWorkForEveryoneAsync($"suppressions-{name}-{width}-{scheme}");
        }
    }
}
