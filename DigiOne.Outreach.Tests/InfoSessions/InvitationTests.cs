using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.InfoSessions;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Problems;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Ical.Net;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.InfoSessions;

public sealed class InvitationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Session_invites_with_a_calendar_entry_and_reminds_once(StorageEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine, Token);
        await using var outreach = await RunningOutreach.StartAsync(database);
        var services = outreach.Services;
        await services.MakeListAsync();
        await services.SubscribeAsync(["aino@kunta.example"]);
        await services.SubscribeAsync(["sven@kommun.example"], "sv");
        var session = await SaveAsync(services, Draft());
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();

        (await PublishAsync(services, session, now, now + TimeSpan.FromSeconds(1))).ShouldBeOfType<ScheduleOutcome<InfoSessionId>.Scheduled>();
        var saved = (await services.AllAsync<InfoSession>()).Single();
        (await services.WaitUntilClosedAsync(saved.InvitationId!.Value)).Counts.Accepted.ShouldBe(2);
        (await services.WaitUntilClosedAsync(saved.ReminderId!.Value)).Counts.Accepted.ShouldBe(2);

        var invitation = await MailToAsync(services, saved.InvitationId.Value, "sven@kommun.example");
        invitation.Subject.ShouldBe("Inbjudan: Digital vardag");
        var text = System.Text.Encoding.UTF8.GetString(invitation.Parts.First(part => part.ContentType == "text/calendar").Content.Span);
        text.ShouldContain("METHOD:PUBLISH");
        text.ShouldContain("BEGIN:VTIMEZONE");
        text.ShouldContain("TZID:Europe/Helsinki");
        text.ShouldContain("DTSTART;TZID=Europe/Helsinki:20301015T140000");
        text.ShouldContain("DTEND;TZID=Europe/Helsinki:20301015T153000");
        text.ShouldContain($"UID:{session.Value:n}@digione.example");
        var entry = Calendar.Load(text)!.Events.ShouldHaveSingleItem();
        entry.Summary.ShouldBe("Digital vardag");
        entry.Location.ShouldBe("Kirjasto, Turku");
        entry.DtStart!.AsUtc.ShouldBe(new DateTime(2030, 10, 15, 11, 0, 0, DateTimeKind.Utc));
        (await CalendarOfAsync(services, saved.InvitationId.Value, "aino@kunta.example")).Summary.ShouldBe("Digiarki");

        var reminder = await MailToAsync(services, saved.ReminderId.Value, "aino@kunta.example");
        reminder.Subject.ShouldBe("Muistutus: Digiarki");
        reminder.Headers.Single(header => header.Name == "Auto-Submitted").Value.ShouldBe("auto-generated");
        reminder.Parts.ShouldBeEmpty();
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Called_off_before_the_invitation_it_is_a_draft_again_and_sends_nothing(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        await outreach.Services.MakeListAsync();
        var session = await SaveAsync(outreach.Services, Draft());
        await PublishAsync(outreach.Services, session, outreach.Now.AddDays(1), outreach.Now.AddDays(2));
        (await PublishAsync(outreach.Services, session, outreach.Now.AddDays(1), null)).ShouldBeOfType<ScheduleOutcome<InfoSessionId>.Settled>();

        (await outreach.Services.UseAsync<CancelInvitations, bool>(cancel => cancel.ExecuteAsync(session, Token))).ShouldBeTrue();

        (await outreach.Services.AllAsync<Mailing>()).ShouldAllBe(mailing => mailing.State == MailingState.Cancelled);
        var draft = (await outreach.Services.AllAsync<InfoSession>()).Single();
        (draft.InvitationId, draft.ReminderId).ShouldBe((null, null));
    }

    [Fact]
    public async Task Everything_wrong_with_a_session_is_said_at_once()
    {
        await using var outreach = await StillOutreach.CreateAsync(StorageEngine.Sqlite);
        await outreach.Services.MakeListAsync();
        var draft = Draft() with
        {
            List = "muut",
            StartsAt = new DateTime(2027, 3, 28, 3, 30, 0),
            EndsAt = new DateTime(2026, 10, 25, 3, 30, 0),
            Place = "",
            OnlineUrl = "javascript:alert(1)",
        };

        var refused = await outreach.Services.UseAsync<SaveInfoSession, SaveOutcome<InfoSessionId>>(save => save.CreateAsync(draft, Token));

        refused.ShouldBeOfType<SaveOutcome<InfoSessionId>.Refused>().Problems.Select(problem => (problem.Field, problem.Kind)).ShouldBe(
            [
                ("list", ProblemKind.Unknown), ("startsAt", ProblemKind.SkippedTime), ("endsAt", ProblemKind.DoubledTime),
                ("endsAt", ProblemKind.EndBeforeStart), ("onlineUrl", ProblemKind.Malformed),
            ],
            ignoreOrder: true);
    }

    private static InfoSessionDraft Draft() => new()
    {
        List = Team.List,
        StartsAt = new DateTime(2030, 10, 15, 14, 0, 0),
        EndsAt = new DateTime(2030, 10, 15, 15, 30, 0),
        Place = "Kirjasto, Turku",
        OnlineUrl = "https://kokous.example/1",
        Texts = new Dictionary<string, SessionText>
        {
            ["fi"] = new("Digiarki", "Kahvia ja *laitteita*."),
            ["sv"] = new("Digital vardag", "Kaffe och *apparater*."),
        },
    };

    private static Task<InfoSessionId> SaveAsync(IServiceProvider services, InfoSessionDraft draft) =>
        services.UseAsync<SaveInfoSession, InfoSessionId>(async save =>
            (await save.CreateAsync(draft, Token)).ShouldBeOfType<SaveOutcome<InfoSessionId>.Saved>().Id);

    private static Task<ScheduleOutcome<InfoSessionId>> PublishAsync(
        IServiceProvider services, InfoSessionId id, DateTimeOffset inviteAt, DateTimeOffset? remindAt) =>
        services.UseAsync<PublishInfoSession, ScheduleOutcome<InfoSessionId>>(publish => publish.ExecuteAsync(id, inviteAt, remindAt, Token));

    private static async Task<CapturedMail> MailToAsync(IServiceProvider services, MailingId mailing, string address)
    {
        var row = (await services.DeliveriesAsync(mailing)).Single(row => row.Address == address);
        return (await services.GetRequiredService<CapturedMailbox>().FindAsync(row.MessageId!, Token)).ShouldNotBeNull();
    }

    private static async Task<Ical.Net.CalendarComponents.CalendarEvent> CalendarOfAsync(IServiceProvider services, MailingId mailing, string address)
    {
        var part = (await MailToAsync(services, mailing, address)).Parts.First(part => part.ContentType == "text/calendar");
        return Calendar.Load(System.Text.Encoding.UTF8.GetString(part.Content.Span))!.Events.Single();
    }
}
