using System.Net;
using System.Text.RegularExpressions;
using DigiOne.Outreach.Deliveries;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Web;

/// <summary>How the relays fare, as the settings tell it.</summary>
public sealed class RelaysPageTests : WatchingTests
{
    [Theory]
    [InlineData("fi", "Ei käytetty käynnistyksen jälkeen", "Ei ongelmia")]
    [InlineData("sv", "Inte använd sedan starten", "Inga problem")]
    [InlineData("en", "Not used since the start", "No problems")]
    public async Task Relay_has_no_problems_only_once_it_has_answered(string language, string unused, string good)
    {
        Person.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        (await ConditionAsync("posti")).ShouldContain(unused);

        Web.Services.GetRequiredService<RouteHealth>().Answered("posti", this);

        (await ConditionAsync("posti")).ShouldContain(good);
        (await ConditionAsync("vara")).ShouldContain(unused);
    }

    [Theory]
    [InlineData("fi", "Seuraava yritys:", "Uusi yritys tehdään")]
    [InlineData("sv", "Nästa försök:", "Ett nytt försök görs")]
    [InlineData("en", "Next try:", "It is tried again with the next message.")]
    public async Task Relay_in_trouble_says_when_it_is_tried_again(string language, string next, string soon)
    {
        Person.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        var trouble = Web.Services.GetRequiredService<RouteHealth>().Failed("posti", "421 4.3.2 closing", 0.5);

        (await ConditionAsync("posti")).ShouldContain($"{next} <time datetime=\"{trouble.Until.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss}Z\"");

        Web.Clock.Advance(TimeSpan.FromHours(1));
        var later = await ConditionAsync("posti");
        later.ShouldContain(soon);
        later.ShouldNotContain(next);
    }

    private async Task<string> ConditionAsync(string relay) => Regex.Match(
        WebUtility.HtmlDecode(await Person.ReadAsync("/admin/settings")), $"<th role=\"rowheader\"[^>]*>{relay}</th>.*?</tr>", RegexOptions.Singleline).Value;
}
