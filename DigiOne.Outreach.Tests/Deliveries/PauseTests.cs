using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;

namespace DigiOne.Outreach.Tests.Deliveries;

public sealed class PauseTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Claimed_message_of_a_paused_mailing_is_given_back_and_goes_out_after_the_pause(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(3);
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now);
        await outreach.StartMailingAsync(mailing);
        var claimed = await outreach.ClaimAsync(mailing);
        (await outreach.WriteAsync(StillOutreach.Intent(claimed[0]))).ShouldBeTrue();

        (await PauseAsync(outreach, mailing)).ShouldBeTrue();
        (await PauseAsync(outreach, mailing)).ShouldBeFalse("It is paused already.");

        (await outreach.WriteAsync(StillOutreach.Intent(claimed[1]))).ShouldBeFalse();
        (await outreach.WriteAsync(StillOutreach.Accepted(claimed[0]))).ShouldBeTrue("What was on the wire runs to its answer.");
        var rows = await outreach.Services.DeliveriesAsync(mailing);
        rows.Single(row => row.Id == claimed[1].Id).LeaseUntil.ShouldBeNull("It is given back.");
        (await outreach.Services.UseAsync<FindMailing, MailingDetails?>(find => find.ExecuteAsync(mailing, Token)))!.Standing.ShouldBe(MailingStanding.Paused);

        (await ResumeAsync(outreach, mailing)).ShouldBeTrue();
        (await ResumeAsync(outreach, mailing)).ShouldBeFalse();
        outreach.Clock.Advance(new Leases().Claim + TimeSpan.FromSeconds(1));
        await outreach.AcceptAllAsync(mailing);
        (await outreach.CloseAsync(mailing)).ShouldBeTrue();
        (await outreach.Services.CountAsync(mailing)).Accepted.ShouldBe(3);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Running_mailing_holds_within_a_second_of_its_pause_and_finishes_after_it(StorageEngine engine)
    {
        const int Readers = 400;
        await using var relay = new ScriptedSmtpServer();
        await using var database = await TestDatabase.CreateAsync(engine, Token);
        await using var outreach = await RunningOutreach.StartAsync(database, settings => settings.SendThrough(relay.Port, connections: 2));
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(Readers);
        var mailing = await outreach.Services.ScheduleAsync(TimeProvider.System.GetUtcNow());
        await Eventually.BecomesAsync(() => Task.FromResult(relay.Taken.Count), taken => taken >= 20);

        (await outreach.Services.UseAsync<PauseMailing, bool>(pause => pause.PauseAsync(mailing, Token))).ShouldBeTrue();
        await Task.Delay(TimeSpan.FromSeconds(1), Token);
        var atPause = relay.Taken.Count;
        await Task.Delay(TimeSpan.FromSeconds(1), Token);
        relay.Taken.Count.ShouldBe(atPause);
        atPause.ShouldBeLessThan(Readers);
        // What was announced costs its connection; what was claimed beside it must cost none.
        relay.Connections.ShouldBeLessThanOrEqualTo(6);

        (await outreach.Services.UseAsync<PauseMailing, bool>(pause => pause.ResumeAsync(mailing, Token))).ShouldBeTrue();
        (await outreach.Services.WaitUntilClosedAsync(mailing)).Counts.Accepted.ShouldBe(Readers);
        relay.Taken.Count.ShouldBe(Readers);
    }

    private static Task<bool> PauseAsync(StillOutreach outreach, MailingId mailing) =>
        outreach.Services.UseAsync<PauseMailing, bool>(pause => pause.PauseAsync(mailing, Token));

    private static Task<bool> ResumeAsync(StillOutreach outreach, MailingId mailing) =>
        outreach.Services.UseAsync<PauseMailing, bool>(pause => pause.ResumeAsync(mailing, Token));
}
