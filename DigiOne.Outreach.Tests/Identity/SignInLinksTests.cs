using System.Security.Claims;
using DigiOne.Outreach.Identity;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.AspNetCore.Identity;

namespace DigiOne.Outreach.Tests.Identity;

public sealed class SignInLinksTests
{
    private const string Aino = "aino@example.org";

    [Theory]
    [ClassData(typeof(StorageEngines))]
    public async Task Link_leads_to_the_public_address_and_carries_256_bits(StorageEngine engine)
    {
        await using var identity = await StillOutreach.CreateAsync(engine);
        var link = await identity.Services.UseAsync<SignInLinks, Uri>(links => links.CreateAsync(Aino, TestContext.Current.CancellationToken));
        link.ToString().ShouldMatch("^https://viesti\\.digione\\.example/signin/[A-Za-z0-9_-]{43}$");
    }

    [Theory]
    [ClassData(typeof(StorageEngines))]
    public async Task Link_signs_its_person_in_once(StorageEngine engine)
    {
        await using var identity = await StillOutreach.CreateAsync(engine);
        var token = await identity.CreateLinkAsync(Aino);

        (await identity.LookAsync(token)).ShouldBeOfType<SignInLinkState.Usable>();
        (await identity.ConsumeAsync(token)).ShouldBeOfType<SignInLinkState.Usable>().Person.Email.ShouldBe(Aino);
        (await identity.ConsumeAsync(token)).ShouldBeOfType<SignInLinkState.Used>();
        (await identity.LookAsync(token)).ShouldBeOfType<SignInLinkState.Used>();
    }

    [Theory]
    [ClassData(typeof(StorageEngines))]
    public async Task Of_many_that_use_a_link_at_once_one_gets_in(StorageEngine engine)
    {
        await using var identity = await StillOutreach.CreateAsync(engine);
        var token = await identity.CreateLinkAsync(Aino);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => identity.ConsumeAsync(token))));
        outcomes.Count(outcome => outcome is SignInLinkState.Usable).ShouldBe(1);
        outcomes.Count(outcome => outcome is SignInLinkState.Used).ShouldBe(7);
    }

    [Theory]
    [ClassData(typeof(StorageEngines))]
    public async Task Link_expires_after_fifteen_minutes(StorageEngine engine)
    {
        await using var identity = await StillOutreach.CreateAsync(engine);
        var token = await identity.CreateLinkAsync(Aino);

        identity.Clock.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromSeconds(1));
        (await identity.LookAsync(token)).ShouldBeOfType<SignInLinkState.Usable>();
        identity.Clock.Advance(TimeSpan.FromSeconds(1));
        (await identity.ConsumeAsync(token)).ShouldBeOfType<SignInLinkState.Expired>();
    }

    [Theory]
    [ClassData(typeof(StorageEngines))]
    public async Task Link_that_nobody_made_is_unknown(StorageEngine engine)
    {
        await using var identity = await StillOutreach.CreateAsync(engine);
        (await identity.ConsumeAsync("nobody-made-this")).ShouldBeOfType<SignInLinkState.Unknown>();
    }

    [Theory]
    [ClassData(typeof(StorageEngines))]
    public async Task Unknown_address_becomes_an_administrator_and_stays_one_person(StorageEngine engine)
    {
        await using var identity = await StillOutreach.CreateAsync(engine);
        await identity.CreateLinkAsync(Aino);
        await identity.CreateLinkAsync("AINO@example.org");
        await identity.CreateLinkAsync("märta@exempel.ax");

        (await identity.Services.AllAsync<Person>()).Select(person => person.Email).ShouldBe([Aino, "märta@exempel.ax"], ignoreOrder: true);
        (await identity.Services.AllAsync<IdentityUserClaim<Guid>>()).Select(claim => (claim.ClaimType, claim.ClaimValue))
            .ShouldBe([(ClaimTypes.Role, Roles.Administrator), (ClaimTypes.Role, Roles.Administrator)]);
    }

    [Theory]
    [ClassData(typeof(StorageEngines))]
    public async Task Text_that_is_no_address_makes_no_person(StorageEngine engine)
    {
        await using var identity = await StillOutreach.CreateAsync(engine);
        await Should.ThrowAsync<ArgumentException>(() => identity.CreateLinkAsync("aino"));
        (await identity.Services.AllAsync<Person>()).ShouldBeEmpty();
    }

    [Theory]
    [ClassData(typeof(StorageEngines))]
    public async Task Database_keeps_only_the_hash_and_forgets_old_links(StorageEngine engine)
    {
        await using var identity = await StillOutreach.CreateAsync(engine);
        var first = await identity.CreateLinkAsync(Aino);
        (await identity.Services.AllAsync<SignInLink>()).Single().TokenHash.ShouldBe(Secret.Hash(first));

        identity.Clock.Advance(TimeSpan.FromDays(2));
        var second = await identity.CreateLinkAsync(Aino);
        (await identity.Services.AllAsync<SignInLink>()).Single().TokenHash.ShouldBe(Secret.Hash(second));
    }
}
