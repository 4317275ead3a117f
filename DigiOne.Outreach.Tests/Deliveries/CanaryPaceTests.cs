using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;

namespace DigiOne.Outreach.Tests.Deliveries;

/// <summary>A canary of which some wait, for their domain or for their relay, and a person who does not wait for it.</summary>
public sealed class CanaryPaceTests
{
    private const string Free = "kunta.example";
    private const string Slow = "hidas.example";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Canary_does_not_wait_for_all_of_a_domain_that_asked_for_patience_once_that_has_answered(StorageEngine engine)
    {
        await using var outreach = await WatchedMailing.StartAsync(engine, domains: [Free, Free, Free, Slow]);
        var house = outreach.House;
        var canary = (await outreach.ClaimCanaryAsync()).ToLookup(delivery => delivery.Domain);
        await outreach.AcceptAsync(canary[Free]);
        foreach (var (index, delivery) in canary[Slow].Index())
            await house.WriteAsync(JudgeHandOver.PutOff(delivery, Patience(house.Now + (index < 3 ? TimeSpan.FromMinutes(1) : TimeSpan.FromHours(5)))));

        await outreach.LookAsync();
        (await outreach.ReadAsync()).CanaryDoneAt.ShouldBeNull("Of that domain nothing is known.");

        house.Clock.Advance(TimeSpan.FromMinutes(1));
        await outreach.DeferAsync(await outreach.ClaimCanaryAsync());
        await outreach.LookAsync();
        (await outreach.ReadAsync()).CanaryDoneAt.ShouldBe(house.Now);
        house.Clock.Advance(TimeSpan.FromMinutes(10));
        await outreach.LookAsync();
        (await outreach.ReadAsync()).CanaryState.ShouldBe(CanaryState.Passed);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Canary_does_not_wait_for_all_places_under_a_domains_limit_and_they_are_no_deferrals(StorageEngine engine)
    {
        await using var outreach = await WatchedMailing.StartAsync(engine, domains: [Slow]);
        var house = outreach.House;
        var canary = await outreach.ClaimCanaryAsync();
        foreach (var delivery in canary.Skip(1))
            await house.WriteAsync(JudgeHandOver.PutOff(delivery, new DomainWait(house.Now + TimeSpan.FromHours(5), "It has its place.") { IsPlace = true }));
        await outreach.LookAsync();
        (await outreach.ReadAsync()).CanaryDoneAt.ShouldBeNull("Of that domain nothing is known.");

        await outreach.AcceptAsync(canary.Take(1));
        await outreach.LookAsync();
        house.Clock.Advance(TimeSpan.FromMinutes(10));
        await outreach.LookAsync();

        var row = await outreach.ReadAsync();
        (row.CanaryState, row.PauseReason).ShouldBe((CanaryState.Passed, null));
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Message_that_waits_for_a_relay_keeps_the_canary_open_although_its_domain_has_answered(StorageEngine engine)
    {
        await using var outreach = await WatchedMailing.StartAsync(engine);
        var canary = await outreach.ClaimCanaryAsync();
        await outreach.AcceptAsync(canary.Skip(1));
        await outreach.House.WriteAsync(JudgeHandOver.PutOff(canary[0], new RouteTrouble("rele", "421 4.3.2 closing", 1, outreach.House.Now.AddMinutes(1))));

        await outreach.LookAsync();

        (await outreach.ReadAsync()).CanaryDoneAt.ShouldBeNull();
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Person_lets_everybody_else_have_a_mailing_at_once_and_rejections_still_pause_it(StorageEngine engine)
    {
        await using var outreach = await WatchedMailing.StartAsync(engine);
        var (house, mailing) = (outreach.House, outreach.Mailing);
        await outreach.DeferAsync(await outreach.ClaimCanaryAsync());
        (await house.Services.UseAsync<PauseMailing, bool>(pause => pause.PauseAsync(mailing, Token))).ShouldBeTrue();
        (await EverybodyAsync()).ShouldBeFalse("It is paused.");
        (await house.Services.UseAsync<PauseMailing, bool>(pause => pause.ResumeAsync(mailing, Token))).ShouldBeTrue();
        (await outreach.ReadAsync()).CanaryState.ShouldBe(CanaryState.Sending, "It goes on where it was.");

        (await EverybodyAsync()).ShouldBeTrue();
        (await EverybodyAsync()).ShouldBeFalse("It goes to no canary any more.");

        (await outreach.ReadAsync()).CanaryState.ShouldBe(CanaryState.Passed);
        var rest = await house.ClaimAsync(mailing, 150);
        rest.Count.ShouldBe(150);
        foreach (var delivery in rest)
            await house.WriteAsync(StillOutreach.Intent(delivery), WatchedMailing.Rejected(delivery));
        await outreach.LookAsync();
        (await outreach.ReadAsync()).PauseReason.ShouldBe(PauseReason.Tripwire);

        Task<bool> EverybodyAsync() => house.Services.UseAsync<PassCanary, bool>(pass => pass.ExecuteAsync(mailing, Token));
    }

    private static DomainWait Patience(DateTimeOffset until) =>
        new(until, DeliveryExplanations.DomainPatience.Of(Slow, "rele", "450 4.7.1 slow down"));
}
