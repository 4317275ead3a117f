using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Deliveries;

/// <summary>What a relay may carry on its first days, and how nodes share it.</summary>
public sealed class WarmUpTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Relay_carries_no_more_than_its_day_allows_and_a_restart_forgets_nothing(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        using var warmUp = Node(outreach, [5, 8]);
        (await TakeAllAsync(warmUp)).ShouldBe(5);
        warmUp.Midnight.ShouldBe(new DateTimeOffset(2027, 3, 1, 22, 0, 0, TimeSpan.Zero), "Midnight in Helsinki.");
        using var restarted = Node(outreach, [5, 8]);
        (await TakeAllAsync(restarted)).ShouldBe(0, "Another process knows what went out.");

        outreach.Clock.Advance(TimeSpan.FromDays(1));
        (await TakeAllAsync(restarted)).ShouldBe(8);

        outreach.Clock.Advance(TimeSpan.FromDays(1));
        warmUp.LimitToday.ShouldBeNull("After the last day there is no limit.");
        (await warmUp.TakeAsync(Lane.Bulk, Token)).ShouldBe(DayTurn.Free);
        (await MessagesAsync(outreach)).ShouldBe([5, 8]);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Messages_that_a_node_has_taken_and_not_yet_sent_are_gone_for_the_other(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        using var one = Node(outreach, [8], nodes: 2);
        using var other = Node(outreach, [8], nodes: 2);
        // Under way, and nothing of it written.
        for (var taken = 0; taken < 3; taken++)
            (await one.TakeAsync(Lane.Bulk, Token)).MayGo.ShouldBeTrue();

        (await TakeAllAsync(other)).ShouldBe(5);

        (await TakeAllAsync(one)).ShouldBe(0);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Nodes_that_take_at_once_use_the_day_up_together_and_stay_within_it(StorageEngine engine)
    {
        const int Daily = 700;
        await using var outreach = await StillOutreach.CreateAsync(engine);

        var used = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(
            async () =>
            {
                using var node = Node(outreach, [Daily], nodes: 3);
                var sent = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => SendAllAsync(node)));
                return sent.Sum();
            },
            Token)));

        used.Sum().ShouldBe(Daily);
        (await MessagesAsync(outreach)).ShouldBe([Daily]);

        // A connection, whose every seventh message is not sent after all.
        static async Task<int> SendAllAsync(WarmUp node)
        {
            var sent = 0;
            for (var asked = 1; await node.TakeAsync(Lane.Bulk, Token) is { MayGo: true } turn; asked++)
                if (asked % 7 == 0)
                    node.GiveBack(turn);
                else
                    sent++;
            return sent;
        }
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Node_that_stops_leaves_what_it_has_not_used_to_the_others(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        using var one = Node(outreach, [1000], nodes: 2);
        using var other = Node(outreach, [1000], nodes: 2);
        (await one.TakeAsync(Lane.Bulk, Token)).MayGo.ShouldBeTrue();
        (await MessagesAsync(outreach)).Single().ShouldBeInRange(2, WarmUp.LargestPart);

        await one.ReturnAsync();

        (await MessagesAsync(outreach)).ShouldBe([1]);
        (await TakeAllAsync(other)).ShouldBe(999);
        await one.ReturnAsync();
        (await MessagesAsync(outreach)).ShouldBe([1000]);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task What_somebody_waits_for_counts_and_goes_although_the_day_is_used_up(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        using var warmUp = Node(outreach, [2]);
        (await warmUp.TakeAsync(Lane.Transactional, Token)).MayGo.ShouldBeTrue();
        (await TakeAllAsync(warmUp)).ShouldBe(1);

        var beyond = await warmUp.TakeAsync(Lane.Transactional, Token);
        beyond.MayGo.ShouldBeTrue();
        (await MessagesAsync(outreach)).ShouldBe([3]);

        warmUp.GiveBack(beyond);
        (await TakeAllAsync(warmUp)).ShouldBe(0, "It was no message of the day's.");
    }

    [Fact]
    public async Task What_is_given_back_after_midnight_is_no_message_of_the_new_day()
    {
        await using var outreach = await StillOutreach.CreateAsync(StorageEngine.Sqlite);
        using var warmUp = Node(outreach, [5, 5]);
        var late = await warmUp.TakeAsync(Lane.Bulk, Token);
        outreach.Clock.Advance(TimeSpan.FromDays(1));
        (await warmUp.TakeAsync(Lane.Bulk, Token)).MayGo.ShouldBeTrue();

        warmUp.GiveBack(late);

        (await TakeAllAsync(warmUp)).ShouldBe(4);
    }

    private static WarmUp Node(StillOutreach outreach, int[] daily, int nodes = 1) => new(
        "rele", new() { From = new(2027, 3, 1), Daily = daily }, outreach.Services.GetRequiredService<IDbContextFactory<OutreachDb>>(), () => nodes,
        outreach.Services.GetRequiredService<LocalTime>(), outreach.Clock);

    private static async Task<int> TakeAllAsync(WarmUp warmUp)
    {
        var taken = 0;
        while ((await warmUp.TakeAsync(Lane.Bulk, Token)).MayGo)
            taken++;
        return taken;
    }

    private static async Task<IEnumerable<long>> MessagesAsync(StillOutreach outreach) =>
        (await outreach.Services.AllAsync<RelayDay>()).OrderBy(day => day.Day).Select(day => day.Messages);
}
