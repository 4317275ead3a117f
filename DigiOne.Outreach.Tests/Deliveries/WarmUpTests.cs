using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Deliveries;

public sealed class WarmUpTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Relay_carries_no_more_than_its_day_allows_and_a_restart_forgets_nothing(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine, settings =>
        {
            settings.SendThrough(2525);
            settings.Relays["rele"].WarmUp = new() { From = new(2027, 3, 1), Daily = [5, 8] };
        });
        var warmUp = outreach.Services.GetRequiredService<WarmUps>().Of("rele")!;
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(20);
        await outreach.StartMailingAsync(await outreach.Services.ScheduleAsync(outreach.Now));

        (await TakeAllAsync(outreach, warmUp)).ShouldBe(5);
        warmUp.Midnight.ShouldBe(new DateTimeOffset(2027, 3, 1, 22, 0, 0, TimeSpan.Zero), "Midnight in Helsinki.");
        using var restarted = Another(outreach, nodes: 1);
        (await TakeAllAsync(outreach, restarted)).ShouldBe(0, "Another process knows what went out.");

        outreach.Clock.Advance(TimeSpan.FromDays(1));
        using var one = Another(outreach, nodes: 2);
        using var other = Another(outreach, nodes: 2);
        var taken = 0;
        for (var asked = 0; asked < 20; asked++)
            taken += await TakeAsync(outreach, asked % 2 == 0 ? one : other);
        taken.ShouldBe(8, "Two nodes share the day.");

        outreach.Clock.Advance(TimeSpan.FromDays(1));
        warmUp.Today.ShouldBeNull("After the last day there is no limit.");
        (await warmUp.TakeAsync(Token)).ShouldBeTrue();
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Relay_that_has_carried_its_day_leaves_the_rest_to_the_other_and_says_why(StorageEngine engine)
    {
        await using var warming = new ScriptedSmtpServer();
        await using var old = new ScriptedSmtpServer();
        await using var database = await TestDatabase.CreateAsync(engine, Token);
        await using var outreach = await RunningOutreach.StartAsync(database, settings =>
        {
            settings.SendThrough(warming.Port);
            settings.Relays["rele"].WarmUp = new() { From = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime), Daily = [30, 30, 30] };
            settings.Relays["vanha"] = new() { Host = "127.0.0.1", Port = old.Port, Security = RelaySecurity.None };
            settings.Senders["digione"].Relays = ["rele", "vanha"];
        });
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(200);

        var certificate = await outreach.Services.WaitUntilClosedAsync(await outreach.Services.ScheduleAsync(TimeProvider.System.GetUtcNow()));

        certificate.Counts.Accepted.ShouldBe(200);
        (warming.Taken.Count, old.Taken.Count).ShouldBe((30, 170));
        var trouble = outreach.Services.GetRequiredService<RouteHealth>().Troubles.ShouldHaveSingleItem();
        (trouble.Route, trouble.Failures).ShouldBe(("rele", 0));
        trouble.Reason.ShouldContain("30 messages");
        (await outreach.Services.AllAsync<RelayDay>()).Sum(day => day.Messages).ShouldBe(30);
    }

    private static WarmUp Another(StillOutreach outreach, int nodes) => new(
        "rele", new() { From = new(2027, 3, 1), Daily = [5, 8] }, outreach.Services.GetRequiredService<IDbContextFactory<OutreachDb>>(), () => nodes,
        outreach.Services.GetRequiredService<LocalTime>(), outreach.Clock);

    private static async Task<int> TakeAllAsync(StillOutreach outreach, WarmUp warmUp)
    {
        var taken = 0;
        while (await TakeAsync(outreach, warmUp) == 1)
            taken++;
        return taken;
    }

    // As a connection does: the intent counts in the ledger's commit.
    private static async Task<int> TakeAsync(StillOutreach outreach, WarmUp warmUp)
    {
        if (!await warmUp.TakeAsync(Token))
            return 0;
        var next = (await outreach.ClaimAsync((await outreach.Services.AllAsync<Mailing>()).Single().Id, most: 1)).Single();
        await outreach.WriteAsync(StillOutreach.Intent(next) with { CountsOn = ("rele", warmUp.Today!.Value) });
        return 1;
    }
}
