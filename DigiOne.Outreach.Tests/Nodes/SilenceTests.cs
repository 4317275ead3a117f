using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Nodes;
using DigiOne.Outreach.Social;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using DigiOne.Outreach.Timing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DigiOne.Outreach.Tests.Nodes;

/// <summary>A database that comes back after a while with all that stands beside it: an outage, or a disk or machine that was put back.</summary>
public sealed class SilenceTests
{
    private static readonly TimeSpan WithinTheBound = TimeSpan.FromMinutes(14);
    private static readonly TimeSpan BeyondTheBound = TimeSpan.FromMinutes(16);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Mailing_under_way_waits_for_a_person_after_a_long_silence_and_not_after_a_restart(StorageEngine engine)
    {
        using var log = new HeardLog();
        await using var outreach = await StillOutreach.CreateAsync(engine, add: services => services.AddSingleton<ILoggerProvider>(log));
        var mailing = await StartedAsync(outreach);
        await StartProcessAsync(outreach);
        var alive = outreach.Now;

        outreach.Clock.Advance(WithinTheBound);
        await StartProcessAsync(outreach);
        Hold(outreach).MayLeave.ShouldBeTrue();
        alive += WithinTheBound;

        outreach.Clock.Advance(BeyondTheBound);
        await StartProcessAsync(outreach);
        var held = Hold(outreach).Held.ShouldNotBeNull();
        (held.Reason, held.AliveAt).ShouldBe((HoldReason.Unproven, alive));
        log.Said(LogLevel.Critical).ShouldHaveSingleItem().ShouldContain($"nobody served from the database since {alive:u}");
        var claimed = await outreach.ClaimAsync(mailing);
        (await outreach.WriteAsync(StillOutreach.Intent(claimed[0]))).ShouldBeFalse();
        await StartProcessAsync(outreach);
        log.Said(LogLevel.Critical).Count.ShouldBe(2, "Whoever starts it again reads from there.");

        (await outreach.Services.UseAsync<ReleaseHold, bool>(release => release.ExecuteAsync("Aino", Token))).ShouldBeTrue();
        await StartProcessAsync(outreach);
        Hold(outreach).MayLeave.ShouldBeTrue();
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Mailing_that_is_over_or_called_off_or_planned_for_later_holds_nothing(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var closed = await StartedAsync(outreach);
        await outreach.AcceptAllAsync(closed);
        (await outreach.CloseAsync(closed)).ShouldBeTrue();
        var calledOff = await outreach.Services.ScheduleAsync(outreach.Now);
        await outreach.StartMailingAsync(calledOff);
        (await outreach.Services.UseAsync<CancelMailing, bool>(cancel => cancel.ExecuteAsync(calledOff, Token))).ShouldBeTrue();
        await outreach.Services.ScheduleAsync(outreach.Now.AddDays(40));
        await StartProcessAsync(outreach);

        outreach.Clock.Advance(TimeSpan.FromDays(30));
        await StartProcessAsync(outreach);

        Hold(outreach).MayLeave.ShouldBeTrue();
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Mailing_that_fell_due_in_a_long_silence_waits_for_a_person(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        await outreach.Services.MakeListAsync();
        await outreach.Services.ScheduleAsync(outreach.Now.AddHours(1));
        await StartProcessAsync(outreach);

        outreach.Clock.Advance(TimeSpan.FromMinutes(59));
        await StartProcessAsync(outreach);
        Hold(outreach).MayLeave.ShouldBeTrue("It was not due yet.");

        outreach.Clock.Advance(BeyondTheBound);
        await StartProcessAsync(outreach);
        Hold(outreach).Held.ShouldNotBeNull().Reason.ShouldBe(HoldReason.Unproven);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Post_that_fell_due_in_a_long_silence_waits_too_and_one_that_is_out_does_not(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        await using (var db = outreach.OpenDatabase())
        {
            db.Add(Item(outreach.Now.AddMinutes(-5), DueState.Done));
            await db.SaveChangesAsync(Token);
            await StartProcessAsync(outreach);
            outreach.Clock.Advance(BeyondTheBound);
            await StartProcessAsync(outreach);
            Hold(outreach).MayLeave.ShouldBeTrue();

            db.Add(Item(outreach.Now.AddMinutes(5), DueState.Waiting));
            await db.SaveChangesAsync(Token);
        }

        outreach.Clock.Advance(BeyondTheBound);
        await StartProcessAsync(outreach);

        Hold(outreach).Held.ShouldNotBeNull().Reason.ShouldBe(HoldReason.Unproven);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Process_that_lived_through_the_silence_knows_that_nothing_was_put_back(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        await StartedAsync(outreach);
        var node = await StartProcessAsync(outreach);

        outreach.Clock.Advance(BeyondTheBound);
        await node.LookAsync(Token);

        Hold(outreach).MayLeave.ShouldBeTrue("The database was away, the process was not.");
    }

    private static async Task<MailingId> StartedAsync(StillOutreach outreach)
    {
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(2);
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now);
        await outreach.StartMailingAsync(mailing);
        return mailing;
    }

    // It looks, and gives a sign of life.
    private static async Task<Heartbeat> StartProcessAsync(StillOutreach outreach)
    {
        var node = ActivatorUtilities.CreateInstance<Heartbeat>(outreach.Services);
        await node.LookAsync(Token);
        await node.BeatAsync(Token);
        return node;
    }

    private static DueItem Item(DateTimeOffset dueAt, DueState state) => new()
    {
        Kind = Post.DueKind,
        SubjectId = Guid.CreateVersion7(),
        DueAt = dueAt,
        LateLimit = TimeSpan.FromHours(4),
        State = state,
    };

    private static MailHold Hold(StillOutreach outreach) => outreach.Services.GetRequiredService<MailHold>();
}
