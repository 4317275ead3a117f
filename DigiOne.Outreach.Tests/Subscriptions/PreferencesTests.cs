using System.Net;
using System.Text.Json;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Subscriptions;
using DigiOne.Outreach.Tests.Support;
using DigiOne.Outreach.Timing;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Subscriptions;

public sealed class PreferencesTests
{
    private const string Aino = "aino@kunta.example";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Lists_language_and_pause_are_kept_and_each_change_is_in_the_log(StorageEngine engine)
    {
        await using var house = await StillOutreach.CreateAsync(engine);
        await house.Services.OfferAsync();
        await house.Services.OfferAsync("tapahtumat", welcomes: true);
        await house.Services.SubscribeAsync([Aino]);
        var pause = new DateOnly(2027, 4, 1);

        (await SaveAsync(house, "tapahtumat", "sv", pause)).ShouldBeOfType<PreferencesOutcome.Saved>();
        (await SaveAsync(house, "tapahtumat", "sv", pause)).ShouldBeOfType<PreferencesOutcome.Saved>();

        (await house.Services.ListsOfAsync(Aino)).ShouldBe(["tapahtumat"]);
        (await house.Services.MailsToAsync(Aino)).ShouldBe(["welcome"]);
        var person = await house.Services.PersonAsync(Aino);
        (person.Language, person.PausedUntil).ShouldBe(("sv", house.Services.GetRequiredService<LocalTime>().Start(pause)));
        (await house.Services.AllAsync<ConsentEntry>()).OrderBy(entry => entry.Id.Value).Select(entry => (entry.Act, entry.Way))
            .ShouldBe([(ConsentAct.Unsubscribed, ConsentWay.Link), (ConsentAct.Subscribed, ConsentWay.Link), (ConsentAct.Paused, ConsentWay.Link)]);

        await SaveAsync(house, "tapahtumat", "sv", null);
        (await house.Services.PersonAsync(Aino)).PausedUntil.ShouldBeNull();
        (await house.Services.AllAsync<ConsentEntry>()).Count(entry => entry.Act == ConsentAct.Resumed).ShouldBe(1);
    }

    [Theory]
    [InlineData("2027-03-01")]
    [InlineData("2029-01-01")]
    public async Task Pause_that_has_passed_or_never_ends_is_refused_and_nothing_is_kept(string day)
    {
        await using var house = await StillOutreach.CreateAsync(StorageEngine.Sqlite);
        await house.Services.OfferAsync();
        await house.Services.SubscribeAsync([Aino]);

        (await SaveAsync(house, "", "fi", DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)))
            .ShouldBeOfType<PreferencesOutcome.Refused>().Problems.Single().Field.ShouldBe("pause");

        (await house.Services.ListsOfAsync(Aino)).ShouldBe([Team.List]);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Address_changes_when_the_new_mailbox_says_so_and_not_before(StorageEngine engine)
    {
        await using var house = await StillOutreach.CreateAsync(engine);
        await house.Services.OfferAsync();
        var id = (await house.Services.SubscribeAsync([Aino])).Single();

        (await AskAsync(house, id, "uusi@kunta.example")).ShouldBe(AddressOutcome.Asked);
        (await AskAsync(house, id, "toinen@kunta.example")).ShouldBe(AddressOutcome.TooSoon);
        (await house.Services.PersonAsync(Aino)).Id.ShouldBe(id);
        (await house.Services.MailsToAsync("uusi@kunta.example")).ShouldBe(["new-address"]);
        (await house.Services.MailsToAsync("toinen@kunta.example")).ShouldBeEmpty();

        (await ConfirmAddressAsync(house)).ShouldBeTrue();

        (await house.Services.PersonAsync("uusi@kunta.example")).Id.ShouldBe(id);
        (await house.Services.ListsOfAsync("uusi@kunta.example")).ShouldBe([Team.List]);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Address_of_somebody_else_is_answered_alike_and_changes_nothing(StorageEngine engine)
    {
        await using var house = await StillOutreach.CreateAsync(engine);
        await house.Services.OfferAsync();
        var id = (await house.Services.SubscribeAsync([Aino, "BERTTA@kunta.example"]))[0];

        (await AskAsync(house, id, "bertta@kunta.example")).ShouldBe(AddressOutcome.Asked);

        (await ConfirmAddressAsync(house)).ShouldBeFalse();
        (await house.Services.PersonAsync(Aino)).Id.ShouldBe(id);
    }

    [Fact]
    public async Task Data_of_a_person_tells_everything_that_is_known()
    {
        await using var house = await StillOutreach.CreateAsync(StorageEngine.Sqlite);
        await house.Services.OfferAsync();
        await house.Services.AskAsync(Aino, language: "en");
        await house.Services.ConfirmAsync(Aino);
        var id = (await house.Services.PersonAsync(Aino)).Id;

        var data = JsonSerializer.Serialize(await house.Services.UseAsync<PersonalData, object?>(all => all.OfAsync(id, Token)), JsonSerializerOptions.Web);

        foreach (var known in new[] { Aino, "Newsletter", "By subscribing I agree", "192.0.2.0/24" })
            data.ShouldContain(known);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Erasure_takes_forms_that_wait_with_it(StorageEngine engine)
    {
        await using var house = await StillOutreach.CreateAsync(engine);
        await house.Services.OfferAsync();
        var id = (await house.Services.SubscribeAsync([Aino])).Single();
        await house.Services.FillInAsync(Aino, "");

        await house.Services.UseAsync<EraseContact, ErasureReceipt?>(erase => erase.ExecuteAsync(id, ErasureWay.Person, null, Token));

        (await house.Services.AllAsync<SignUp>()).ShouldBeEmpty();
        // A fresh opt-in is welcome.
        await house.Services.AskAsync(Aino);
        await house.Services.ConfirmAsync(Aino);
        (await house.Services.ListsOfAsync(Aino)).ShouldBe([Team.List]);
    }

    private static async Task<PreferencesOutcome> SaveAsync(StillOutreach house, string lists, string language, DateOnly? pause)
    {
        var person = await house.Services.PersonAsync(Aino);
        return await house.Services.UseAsync<SavePreferences, PreferencesOutcome>(save => save.ExecuteAsync(
            new LinkUse(new ContactTarget(person.Id, null), "token", IPAddress.Loopback),
            new PreferencesDraft
            {
                Lists = lists.Split(' '),
                Language = language,
                PausedUntil = pause,
                Wording = house.Services.GetRequiredService<ConsentWording>().In("fi", Token).Hash,
                WordingLanguage = "fi",
            },
            Token));
    }

    private static Task<AddressOutcome> AskAsync(StillOutreach house, ContactId id, string address) =>
        house.Services.UseAsync<ChangeAddress, AddressOutcome>(change => change.AskAsync(id, address, IPAddress.Loopback, Token));

    private static async Task<bool> ConfirmAddressAsync(StillOutreach house)
    {
        var token = (await house.Services.AllAsync<AddressChange>()).Single().Token;
        return await house.Services.UseAsync<ChangeAddress, bool>(change => change.ConfirmAsync(token, Token));
    }
}
