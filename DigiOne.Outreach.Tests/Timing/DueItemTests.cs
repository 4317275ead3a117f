using System.Collections.Concurrent;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using DigiOne.Outreach.Timing;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Timing;

public sealed class DueItemTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StorageEngine.Sqlite, 3, 28)]
    [InlineData(StorageEngine.Sqlite, 10, 31)]
    [InlineData(StorageEngine.Postgres, 3, 28)]
    [InlineData(StorageEngine.Postgres, 10, 31)]
    public async Task In_the_night_of_the_clocks_every_half_hour_comes_once(StorageEngine engine, int month, int day)
    {
        var work = new Bell();
        await using var outreach = await StillOutreach.CreateAsync(engine, add: services => services.AddSingleton<IDueWork>(work));
        var local = outreach.Services.GetRequiredService<LocalTime>();
        var evening = new DateTime(2027, month, day).AddHours(-3);
        var planned = new Dictionary<Guid, DateTimeOffset>();
        for (var wall = evening; wall < evening.AddHours(12); wall = wall.AddMinutes(30))
            foreach (var instant in InstantsOf(local.Read(wall)))
                planned.Add(Guid.CreateVersion7(), instant);
        await WriteAsync(outreach, planned.Select(item => (item.Key, item.Value)));
        outreach.Clock.SetUtcNow(planned.Values.Min().AddMinutes(-1));
        work.Now = () => outreach.Now;

        while (outreach.Now < planned.Values.Max().AddMinutes(1))
        {
            outreach.Clock.Advance(TimeSpan.FromSeconds(30));
            await RingAsync(outreach);
        }

        work.Rung.Count.ShouldBe(planned.Count);
        foreach (var (subject, at) in work.Rung)
            at.ShouldBeInRange(planned[subject], planned[subject].AddSeconds(30));
        work.Rung.Select(rung => rung.Subject).Distinct().Count().ShouldBe(planned.Count);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Overdue_item_goes_within_its_limit_and_beyond_it_waits_for_a_person(StorageEngine engine)
    {
        var work = new Bell();
        await using var outreach = await StillOutreach.CreateAsync(engine, add: services => services.AddSingleton<IDueWork>(work));
        var (soon, late) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await WriteAsync(outreach, [(soon, outreach.Now.AddHours(-3)), (late, outreach.Now.AddHours(-5))]);

        await RingAsync(outreach);
        outreach.Clock.Advance(TimeSpan.FromHours(1));
        await RingAsync(outreach);

        work.Rung.ShouldHaveSingleItem().Subject.ShouldBe(soon);
        (await outreach.Services.DueItemAsync(soon)).State.ShouldBe(DueState.Done);
        (await outreach.Services.DueItemAsync(late)).State.ShouldBe(DueState.Asking);

        (await ReleaseAsync(outreach, late)).ShouldBeTrue();
        await RingAsync(outreach);
        (await ReleaseAsync(outreach, late)).ShouldBeFalse("It has been carried out.");
        work.Rung.Select(rung => rung.Subject).ShouldBe([soon, late]);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Processes_that_look_at_once_share_what_is_due_and_take_nothing_twice(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        await WriteAsync(outreach, Enumerable.Range(0, 500).Select(_ => (Guid.CreateVersion7(), outreach.Now)));
        var take = outreach.Services.GetRequiredService<TakeDueItems>();

        var taken = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            async () =>
            {
                var mine = new List<DueItem>();
                while (await take.ExecuteAsync(37, Token) is { Count: > 0 } batch)
                    mine.AddRange(batch);
                return mine;
            },
            Token)));

        taken.SelectMany(mine => mine).Select(item => item.SubjectId).Distinct().Count().ShouldBe(500);
        taken.Sum(mine => mine.Count).ShouldBe(500);
        outreach.Clock.Advance(TakeDueItems.Lease + TimeSpan.FromSeconds(1));
        (await take.ExecuteAsync(500, Token)).Count.ShouldBe(500, "Who took them is taken for dead, and they go to others.");
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Item_whose_work_fails_waits_for_another_try(StorageEngine engine)
    {
        var work = new Bell { Fails = true };
        await using var outreach = await StillOutreach.CreateAsync(engine, add: services => services.AddSingleton<IDueWork>(work));
        var subject = Guid.CreateVersion7();
        await WriteAsync(outreach, [(subject, outreach.Now)]);

        await Should.ThrowAsync<InvalidOperationException>(() => RingAsync(outreach));
        work.Fails = false;
        outreach.Clock.Advance(TakeDueItems.Lease + TimeSpan.FromSeconds(1));
        await RingAsync(outreach);

        (await outreach.Services.DueItemAsync(subject)).State.ShouldBe(DueState.Done);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Work_that_has_begun_is_carried_to_its_end_however_late(StorageEngine engine)
    {
        var work = new Bell { HasStarted = true };
        await using var outreach = await StillOutreach.CreateAsync(engine, add: services => services.AddSingleton<IDueWork>(work));
        var subject = Guid.CreateVersion7();
        await WriteAsync(outreach, [(subject, outreach.Now.AddHours(-5))]);

        await RingAsync(outreach);

        work.Rung.ShouldHaveSingleItem();
        (await outreach.Services.DueItemAsync(subject)).State.ShouldBe(DueState.Done);
    }

    // What the sweep and its jobs do.
    private static async Task RingAsync(StillOutreach outreach)
    {
        foreach (var item in await outreach.Services.GetRequiredService<TakeDueItems>().ExecuteAsync(200, Token))
            await outreach.RunAsync(item.Kind, item.SubjectId);
    }

    private static IEnumerable<DateTimeOffset> InstantsOf(LocalReading reading) => reading switch
    {
        LocalReading.Exact exact => [exact.Instant],
        LocalReading.Twice twice => [twice.Earlier, twice.Later],
        LocalReading.Skipped skipped => [skipped.Next],
        _ => [],
    };

    private static Task<int> WriteAsync(StillOutreach outreach, IEnumerable<(Guid Subject, DateTimeOffset DueAt)> items) =>
        outreach.Services.UseAsync<OutreachDb, int>(db =>
        {
            db.AddRange(items.Select(item => new DueItem
            {
                Kind = Bell.DueKind,
                SubjectId = item.Subject,
                DueAt = item.DueAt,
                LateLimit = TimeSpan.FromHours(4),
            }));
            return db.SaveChangesAsync(Token);
        });

    private static Task<bool> ReleaseAsync(StillOutreach outreach, Guid subject) =>
        outreach.Services.UseAsync<DueItems, bool>(items => items.ReleaseAsync(Bell.DueKind, subject, Token));

    private sealed class Bell : IDueWork
    {
        internal const string DueKind = "bell";

        public string Kind => DueKind;

        internal Func<DateTimeOffset> Now { get; set; } = () => default;

        internal bool Fails { get; set; }

        internal bool HasStarted { get; set; }

        internal ConcurrentQueue<(Guid Subject, DateTimeOffset At)> Rung { get; } = new();

        public Task<bool> HasStartedAsync(Guid subject, CancellationToken cancellationToken) => Task.FromResult(HasStarted);

        public Task ActivateAsync(Guid subject, CancellationToken cancellationToken)
        {
            if (Fails)
                throw new InvalidOperationException("The bell is broken.");
            Rung.Enqueue((subject, Now()));
            return Task.CompletedTask;
        }
    }
}
