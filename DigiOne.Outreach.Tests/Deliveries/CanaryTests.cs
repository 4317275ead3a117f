using System.Net;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Identity;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using DigiOne.Outreach.Tests.Web;

namespace DigiOne.Outreach.Tests.Deliveries;

/// <summary>A large mailing in the running engine: its canary, the wait, and what stops it there.</summary>
public sealed class CanaryTests
{
    private const int Readers = 300;
    private const int Canary = 20;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Canary_that_is_rejected_pauses_its_mailing_the_page_says_why_and_a_person_lets_it_go_on_to_the_end(StorageEngine engine)
    {
        await using var relay = new ScriptedSmtpServer();
        relay.On(SmtpStep.Recipient, SmtpAction.Reply("550 5.1.1 no such user"));
        await using var database = await TestDatabase.CreateAsync(engine, Token);
        await using var outreach = await StartAsync(database, relay, TimeSpan.FromMinutes(10));
        var mailing = await outreach.Services.SendToAsync(Readers);
        var page = $"/admin/mailings/{mailing}";
        using var person = await SignedInAsync(outreach);

        await Eventually.BecomesAsync(() => outreach.Services.MailingAsync(mailing), row => row.PauseReason == PauseReason.Tripwire);
        await Task.Delay(TimeSpan.FromSeconds(1), Token);
        var rejected = (await outreach.Services.CountAsync(mailing)).Rejected;
        rejected.ShouldBeInRange(2, Canary, "Nobody but the canary has been sent to.");
        WebUtility.HtmlDecode(await person.ReadAsync(page)).ShouldContain("Lähetys keskeytti itsensä: ");

        relay.Recover();
        await person.PostAsync(page, from: page, ("_handler", "resume"));

        var certificate = await outreach.Services.ShouldAddUpAsync(mailing, relay);
        (certificate.Counts.Rejected, certificate.Counts.Accepted).ShouldBe((rejected, Readers - rejected));
        WebUtility.HtmlDecode(await person.ReadAsync(page)).ShouldNotContain("keskeytti itsensä");
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Rest_of_a_mailing_waits_after_its_canary_and_then_goes_out_by_itself(StorageEngine engine)
    {
        var wait = TimeSpan.FromSeconds(3);
        await using var relay = new ScriptedSmtpServer();
        // One of twenty is just not too many.
        relay.Once(SmtpStep.Recipient, SmtpAction.Reply("550 5.1.1 no such user"));
        await using var database = await TestDatabase.CreateAsync(engine, Token);
        await using var outreach = await StartAsync(database, relay, wait);
        var mailing = await outreach.Services.SendToAsync(Readers);

        var done = (await Eventually.BecomesAsync(() => outreach.Services.MailingAsync(mailing), row => row.CanaryDoneAt is not null)).CanaryDoneAt;
        relay.Taken.Count.ShouldBe(Canary - 1);

        var certificate = await outreach.Services.ShouldAddUpAsync(mailing, relay);
        (certificate.Counts.Rejected, certificate.Counts.Accepted).ShouldBe((1, Readers - 1));
        var settled = (await outreach.Services.DeliveriesAsync(mailing)).Select(row => row.SettledAt!.Value).Order().ToList();
        settled[Canary - 1].ShouldBeLessThanOrEqualTo(done!.Value);
        settled[Canary].ShouldBeGreaterThanOrEqualTo(done.Value + wait);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Canary_at_a_relay_that_dies_after_every_dot_never_passes_and_little_is_left_in_doubt(StorageEngine engine)
    {
        await using var relay = new ScriptedSmtpServer();
        relay.On(SmtpStep.Dot, SmtpAction.ResetConnection);
        await using var database = await TestDatabase.CreateAsync(engine, Token);
        await using var outreach = await StartAsync(database, relay, TimeSpan.Zero, smallest: 8);
        var mailing = await outreach.Services.SendToAsync(Readers);

        await Eventually.BecomesAsync(() => outreach.Services.MailingAsync(mailing), row => row.PauseReason is not null);
        await Task.Delay(TimeSpan.FromSeconds(2), Token);

        var row = await outreach.Services.MailingAsync(mailing);
        (row.PauseReason, row.CanaryState).ShouldBe((PauseReason.Doubt, CanaryState.Sending));
        var counts = await outreach.Services.CountAsync(mailing);
        counts.InDoubt.ShouldBeInRange(3, 9, "A canary of eight is one of each 37, of three hundred.");
        (counts.Accepted, counts.Rejected, counts.Candidates).ShouldBe((0, 0, Readers));
        relay.Taken.Count.ShouldBe(counts.InDoubt);
    }

    private static Task<RunningOutreach> StartAsync(TestDatabase database, ScriptedSmtpServer relay, TimeSpan wait, int smallest = Canary) =>
        RunningOutreach.StartAsync(database, settings =>
        {
            settings.SendThrough(relay.Port);
            settings.Tripwire = new() { From = Readers, SmallestCanary = smallest, CanaryWait = wait };
            settings.Organisation.PublicBaseUrl = new Uri("http://localhost");
        });

    private static async Task<Visitor> SignedInAsync(RunningOutreach outreach)
    {
        var link = await outreach.Services.UseAsync<SignInLinks, Uri>(links => links.CreateAsync("aino@kunta.example", Token));
        var visitor = new Visitor(outreach.Address);
        await visitor.PostAsync(link.AbsolutePath, from: link.AbsolutePath);
        return visitor;
    }
}
