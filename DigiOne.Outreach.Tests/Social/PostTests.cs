using DigiOne.Outreach.Plans;
using DigiOne.Outreach.Problems;
using DigiOne.Outreach.Social;
using DigiOne.Outreach.Social.Networks.Rehearsal;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Social;

public sealed class PostTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Post_is_published_on_every_network_once_however_often_its_job_runs(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var networks = outreach.Services.GetRequiredService<NetworkDirectory>().All.Select(connector => connector.Capabilities.Network).ToList();
        networks.Count.ShouldBe(5);
        var post = await SaveAsync(outreach.Services, networks);
        await ScheduleAsync(outreach, post);

        // One that finds another at work leaves the item for later.
        var problems = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(async () => await Record.ExceptionAsync(() => outreach.RunAsync(Post.DueKind, post.Value)), Token)));
        problems.ShouldAllBe(problem => problem == null || problem.Message.Contains("by another process"));
        await outreach.RunAsync(Post.DueKind, post.Value);

        (await outreach.Services.AllAsync<RehearsedPost>()).Select(rehearsed => (rehearsed.Network, rehearsed.Text)).Order()
            .ShouldBe(networks.Select(network => (network, $"Tervetuloa! #{network}")).Order());
        (await outreach.Services.AllAsync<Publication>()).ShouldAllBe(publication =>
            publication.State == PublicationState.Published && publication.PublishedAt == outreach.Now);
        var entry = (await outreach.Services.UseAsync<Timeline, IReadOnlyList<TimelineEntry>>(timeline =>
            timeline.BetweenAsync(outreach.Now.AddDays(-1), outreach.Now.AddDays(1), Token))).ShouldHaveSingleItem();
        (entry.Channel, entry.State, entry.Reached, entry.Candidates, entry.Failed).ShouldBe((TimelineChannel.Post, TimelineState.Sent, 5, 5, 0));
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Publication_that_a_crash_cut_off_is_looked_for_and_not_repeated(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var post = await SaveAsync(outreach.Services, ["x", "linkedin"]);
        await ScheduleAsync(outreach, post);
        var landed = (await outreach.Services.AllAsync<Publication>()).Single(publication => publication.Network == "x");
        var then = outreach.Now;
        await using (var db = outreach.OpenDatabase())
        {
            await db.Set<Publication>().ExecuteUpdateAsync(row => row.SetProperty(p => p.State, PublicationState.Sending).SetProperty(p => p.IntentAt, then), Token);
            db.Add(new RehearsedPost { Id = landed.Id, Network = "x", Text = "Tervetuloa! #x", At = outreach.Now });
            await db.SaveChangesAsync(Token);
        }

        await Should.ThrowAsync<InvalidOperationException>(() => outreach.RunAsync(Post.DueKind, post.Value), "Its process may live.");
        outreach.Clock.Advance(TimeSpan.FromMinutes(3));
        await outreach.RunAsync(Post.DueKind, post.Value);

        (await outreach.Services.AllAsync<Publication>()).ToDictionary(publication => publication.Network, publication => publication.State)
            .ShouldBe(new Dictionary<string, PublicationState> { ["x"] = PublicationState.Published, ["linkedin"] = PublicationState.Rejected }, ignoreOrder: true);
        (await outreach.Services.AllAsync<RehearsedPost>()).ShouldHaveSingleItem();
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Of_two_people_who_schedule_one_post_the_first_counts(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var post = await SaveAsync(outreach.Services, ["x"]);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => ScheduleAsync(outreach, post), Token)));

        outcomes.Count(outcome => outcome is ScheduleOutcome<PostId>.Scheduled).ShouldBe(1);
        outcomes.Count(outcome => outcome is ScheduleOutcome<PostId>.Settled).ShouldBe(3);
        (await outreach.Services.AllAsync<Publication>()).ShouldHaveSingleItem();
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Post_that_is_taken_back_can_be_scheduled_anew_with_other_words(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var post = await SaveAsync(outreach.Services, ["x"]);
        await ScheduleAsync(outreach, post);

        (await outreach.Services.UseAsync<UnschedulePost, bool>(take => take.ExecuteAsync(post, Token))).ShouldBeTrue();
        await outreach.RunAsync(Post.DueKind, post.Value);
        (await outreach.Services.AllAsync<RehearsedPost>()).ShouldBeEmpty();

        var edited = await outreach.Services.UseAsync<SavePost, SaveOutcome<PostId>>(save =>
            save.EditAsync(post, null, new PostDraft("Kutsu", new Dictionary<string, string> { ["mastodon"] = "Uusi teksti" }), Token));
        edited.ShouldBeOfType<SaveOutcome<PostId>.Saved>();
        await ScheduleAsync(outreach, post);
        await outreach.RunAsync(Post.DueKind, post.Value);

        (await outreach.Services.AllAsync<RehearsedPost>()).ShouldHaveSingleItem().Text.ShouldBe("Uusi teksti");
    }

    [Fact]
    public async Task Text_for_a_network_that_does_not_exist_is_refused_by_name()
    {
        await using var outreach = await StillOutreach.CreateAsync(StorageEngine.Sqlite);

        var refused = await outreach.Services.UseAsync<SavePost, SaveOutcome<PostId>>(save =>
            save.CreateAsync(new PostDraft("", new Dictionary<string, string> { ["myspace"] = "Hei" }), Token));

        refused.ShouldBeOfType<SaveOutcome<PostId>.Refused>().Problems.Select(problem => problem.Field).ShouldBe(["name", "texts.myspace"]);
    }

    private static Task<PostId> SaveAsync(IServiceProvider services, IEnumerable<string> networks) => services.UseAsync<SavePost, PostId>(async save =>
    {
        var texts = networks.ToDictionary(network => network, network => $"Tervetuloa! #{network}");
        return (await save.CreateAsync(new PostDraft("Kutsu", texts), Token)).ShouldBeOfType<SaveOutcome<PostId>.Saved>().Id;
    });

    private static Task<ScheduleOutcome<PostId>> ScheduleAsync(StillOutreach outreach, PostId post) =>
        outreach.Services.UseAsync<SchedulePost, ScheduleOutcome<PostId>>(schedule => schedule.ExecuteAsync(post, outreach.Now, null, Token));
}
