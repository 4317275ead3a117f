using System.Text.Json.Nodes;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Social;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Mail;
using DigiOne.Outreach.Tests.Rendering;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Web;

/// <summary>Mailings and a post in every state, as the engine would have left them, for the pages that watch.</summary>
internal sealed class WatchedWork(RunningWeb web)
{
    private readonly ContactList _list = new()
    {
        Key = "uutiset",
        Names = new Dictionary<string, string> { ["fi"] = "Uutiskirje", ["sv"] = "Nyhetsbrev", ["en"] = "Newsletter" },
        LegalBasis = LegalBasis.Consent,
        CreatedAt = web.Clock.GetUtcNow(),
    };

    internal MailingId Planned { get; private set; }

    internal MailingId Overdue { get; private set; }

    internal MailingId UnderWay { get; private set; }

    internal MailingId Closed { get; private set; }

    /// <summary>Paused itself, because of rejections.</summary>
    internal MailingId Paused { get; private set; }

    /// <summary>Of <see cref="Closed"/>, by state.</summary>
    internal Dictionary<DeliveryState, DeliveryId> Deliveries { get; } = [];

    /// <summary>Id of a captured message, whose delivery is the accepted one.</summary>
    internal string Captured { get; private set; } = "";

    internal static async Task<WatchedWork> SeedAsync(RunningWeb web)
    {
        var work = new WatchedWork(web);
        await work.SeedAsync();
        // Once or twice would be the recipients' own matter.
        for (var refused = 0; refused < 3; refused++)
            web.Services.GetRequiredService<DomainPace>().Refused(
                web.Services.GetRequiredService<CaptureFolder>(), "gmail.example", "421 4.7.28 our system has detected an unusual rate of mail", 0.5);
        return work;
    }

    private async Task SeedAsync()
    {
        var now = web.Clock.GetUtcNow();
        await using var db = web.Database();
        db.Add(_list);
        Planned = Add(db, "Kutsu: Oppimisanalytiikka tutuksi", MailingKind.Invitation, MailingState.Scheduled, now.AddHours(30));
        Overdue = Add(db, "Muistutus: Yhteinen tietoisku Turun kanssa", MailingKind.Reminder, MailingState.Scheduled, now.AddDays(-9), DueState.Asking);
        UnderWay = Add(db, "Syksyn uutiskirje", MailingKind.Newsletter, MailingState.Sending, now.AddMinutes(-2), DueState.Done, candidates: 5);
        Closed = Add(db, "Uutiskirje 10/2026", MailingKind.Newsletter, MailingState.Closed, now.AddDays(-3), DueState.Done, candidates: 5);
        Paused = Add(db, "Uutiskirje 9/2026", MailingKind.Newsletter, MailingState.Sending, now.AddHours(-1), DueState.Done, candidates: 4);
        AddDeliveries(db, Paused, [DeliveryState.Accepted, DeliveryState.Rejected, DeliveryState.Waiting, DeliveryState.Waiting], now.AddMinutes(-50));
        AddPost(db, now.AddDays(1));
        var waiting = new[] { DeliveryState.Accepted, DeliveryState.Waiting, DeliveryState.Waiting, DeliveryState.Deferred, DeliveryState.Skipped };
        AddDeliveries(db, UnderWay, waiting, now.AddMinutes(-1));
        var settled = new[] { DeliveryState.Accepted, DeliveryState.Rejected, DeliveryState.Skipped, DeliveryState.Cancelled, DeliveryState.InDoubt };
        var closed = AddDeliveries(db, Closed, settled, now.AddDays(-3));
        AddCertificate(db, now);
        await db.SaveChangesAsync();

        await db.Set<Mailing>().Where(mailing => mailing.Id == Paused).ExecuteUpdateAsync(mailing => mailing
            .SetProperty(m => m.PausedAt, now.AddMinutes(-40))
            .SetProperty(m => m.PauseReason, PauseReason.Tripwire)
            .SetProperty(m => m.TrippedRejected, 1)
            .SetProperty(m => m.TrippedTried, 2));
        foreach (var delivery in closed)
            Deliveries[delivery.State] = delivery.Id;
        foreach (var delivery in closed.Where(delivery => delivery.State == DeliveryState.InDoubt))
            db.Add(new Attempt
            {
                DeliveryId = delivery.Id,
                At = now.AddDays(-3),
                Route = "posti",
                Outcome = delivery.State,
                Reply = delivery.LastReply!,
            });
        await db.SaveChangesAsync();
        await CaptureAsync();
    }

    private MailingId Add(
        OutreachDb db, string name, MailingKind kind, MailingState state, DateTimeOffset dueAt, DueState due = DueState.Waiting, int candidates = 0)
    {
        var template = TemplateKit.Library.LoadMail("newsletters/issue.sbn-html");
        var sample = TemplateKit.Sample("newsletter");
        var mailing = new Mailing
        {
            Name = name,
            Kind = kind,
            SenderKey = "digione",
            Lane = Lane.Bulk,
            State = state,
            Lists = [new MailingList { ListId = _list.Id, Place = 0 }],
            Template = JsonText.Write(template),
            ContentHash = template.ContentHash(),
            HonoursQuietTimes = true,
            DoubtPolicy = DoubtPolicy.Hold,
            CreatedAt = dueAt.AddDays(-1),
            DueAt = dueAt,
            ActivatedAt = candidates > 0 ? dueAt : null,
            FrozenAt = candidates > 0 ? dueAt : null,
            Candidates = candidates,
            ClosedAt = state == MailingState.Closed ? dueAt.AddMinutes(5) : null,
            Variants =
            [
                .. new[] { "fi", "sv" }.Select(language => new MailingVariant
                {
                    Language = language,
                    Data = new JsonObject { ["newsletter"] = sample["newsletter"]!.DeepClone() }.ToJsonString(),
                }),
            ],
        };
        db.Add(mailing);
        db.Add(new DueItem { Kind = Mailing.DueKind, SubjectId = mailing.Id.Value, DueAt = dueAt, LateLimit = TimeSpan.FromHours(4), State = due });
        return mailing.Id;
    }

    private static void AddPost(OutreachDb db, DateTimeOffset dueAt)
    {
        var post = new Post { Name = "Ilmoittaudu marraskuun tietoiskuun", State = PostState.Scheduled, DueAt = dueAt, CreatedAt = dueAt.AddDays(-1) };
        db.Add(post);
        db.Add(new DueItem { Kind = Post.DueKind, SubjectId = post.Id.Value, DueAt = dueAt, LateLimit = TimeSpan.FromHours(4) });
    }

    private static List<Delivery> AddDeliveries(OutreachDb db, MailingId mailing, IReadOnlyList<DeliveryState> states, DateTimeOffset at)
    {
        var deliveries = states.Select((state, index) => new Delivery
        {
            MailingId = mailing,
            Address = $"Maija.{state}{index}@Kunta.example",
            Domain = "kunta.example",
            Name = "Maija Meikäläinen",
            Language = "fi",
            State = state,
            SkipReason = state == DeliveryState.Skipped ? SkipReason.Unsubscribed : null,
            NextAttemptAt = at,
            Attempts = state is DeliveryState.Waiting or DeliveryState.Skipped or DeliveryState.Cancelled ? 0 : 1,
            MessageId = state is DeliveryState.Accepted or DeliveryState.InDoubt ? Mails.Newsletter().MessageId : null,
            IntentAt = state == DeliveryState.Accepted ? at : null,
            Route = state switch
            {
                DeliveryState.Accepted => "capture",
                DeliveryState.Rejected or DeliveryState.Deferred => "posti",
                _ => null,
            },
            SettledAt = state is DeliveryState.Accepted or DeliveryState.Rejected ? at : null,
            LastReply = state switch
            {
                DeliveryState.Accepted => "250 2.0.0 Captured",
                DeliveryState.Rejected => "550 5.1.1 No such person here",
                DeliveryState.Deferred => "451 4.7.1 Greylisted, come back later",
                DeliveryState.InDoubt => "The connection was lost before the reply",
                _ => null,
            },
        }).ToList();
        db.AddRange(deliveries);
        return deliveries;
    }

    private void AddCertificate(OutreachDb db, DateTimeOffset now) => db.Add(new Certificate
    {
        MailingId = Closed,
        Version = 1,
        IssuedAt = now.AddDays(-3).AddMinutes(5),
        ContentHash = new string('a', 64),
        FirstAcceptedAt = now.AddDays(-3),
        LastAcceptedAt = now.AddDays(-3).AddMinutes(1),
        InDoubt = 1,
        Languages = [new CertificatePart { Name = "fi", Accepted = 1, Rejected = 1, Skipped = 1, Cancelled = 1, InDoubt = 1 }],
        Domains = [new CertificatePart { Name = "kunta.example", Accepted = 1, Rejected = 1, Skipped = 1, Cancelled = 1, InDoubt = 1 }],
        Counts = new MailingCounts
        {
            Candidates = 5,
            Accepted = 1,
            Rejected = 1,
            Cancelled = 1,
            InDoubt = 1,
            SkippedBy = new Dictionary<SkipReason, int> { [SkipReason.Unsubscribed] = 1 },
        },
    });

    private async Task CaptureAsync()
    {
        var route = web.Services.GetRequiredService<SenderDirectory>().Routes.OfType<CaptureFolder>().Single();
        await using var connection = route.CreateConnection();
        var mail = Mails.Newsletter() with
        {
            Html = "<!doctype html><html lang=\"fi\"><head><title>Uutiset</title></head><body><h1>Hyvää päivää, Aino!</h1>"
                + "<script>document.title = 'run'</script><img src=\"https://tracker.example/pixel.png\" alt=\"\"></body></html>",
            Calendar = new CalendarPart("PUBLISH", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:PUBLISH\r\nPRODID:-//DigiOne//Outreach//FI\r\nEND:VCALENDAR\r\n"),
        };
        (await connection.HandOverAsync(mail, null, CancellationToken.None)).ShouldBeOfType<HandOver.Accepted>();
        Captured = (await web.Services.GetRequiredService<CapturedMailbox>().ListAsync(0, 1, CancellationToken.None)).Single().Id;
    }
}
