using System.Text.Json.Nodes;
using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Rendering;
using DigiOne.Outreach.Timing;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.InfoSessions;

/// <summary>The mailings that a session consists of for the people on its list.</summary>
internal sealed class SessionMailings(
    TemplateLibrary templates, SenderDirectory senders, IOptions<OrganisationOptions> organisation, TimeProvider clock)
{
    /// <summary>The invitation, with the calendar entry.</summary>
    internal MailingDraft Invitation(InfoSession session, DateTimeOffset dueAt) =>
        Draft(session, MailingKind.Invitation, "sessions/invitation.sbn-html", dueAt, withCalendar: true);

    /// <summary>The reminder. It has its hour from the session, whatever hour that is.</summary>
    internal MailingDraft Reminder(InfoSession session, DateTimeOffset dueAt) =>
        Draft(session, MailingKind.Reminder, "sessions/reminder.sbn-html", dueAt, withCalendar: false) with
        {
            HonoursQuietTimes = false,
            // A reminder that would come after the start reminds of nothing.
            LateLimit = Max(TimeSpan.Zero, Start(session) - dueAt),
        };

    /// <summary>The instant of the start.</summary>
    internal static DateTimeOffset Start(InfoSession session) => Instant(session, session.StartsAt);

    /// <summary>The instant of the end.</summary>
    internal static DateTimeOffset End(InfoSession session) => Instant(session, session.EndsAt);

    private MailingDraft Draft(InfoSession session, MailingKind kind, string template, DateTimeOffset dueAt, bool withCalendar) => new()
    {
        Name = session.Texts.MinBy(text => organisation.Value.Languages.IndexOf(text.Language))!.Title,
        Kind = kind,
        OwnerId = session.Id.Value,
        SenderKey = session.SenderKey,
        Lists = [session.ListId],
        Template = templates.LoadMail(template),
        Variants = session.Texts.ToDictionary(
            text => text.Language, text => new VariantDraft(Data(session, text), withCalendar ? Calendar(session, text) : null)),
        FallbackLanguage = session.FallbackLanguage,
        DueAt = dueAt,
    };

    private string Calendar(InfoSession session, InfoSessionText text) =>
        SessionCalendar.Of(
            session,
            text,
            senders.TryFind(session.SenderKey, out var sender)
                ? sender.From
                : throw new InvalidOperationException($"Sender {session.SenderKey} is gone from the configuration."),
            clock.GetUtcNow());

    private static JsonObject Data(InfoSession session, InfoSessionText text) => new()
    {
        ["session"] = new JsonObject
        {
            ["title"] = text.Title,
            ["description_html"] = MarkdownText.ToMarkup(text.Description).ToJson(),
            ["starts_at"] = Instant(session, session.StartsAt).ToString("O"),
            ["ends_at"] = Instant(session, session.EndsAt).ToString("O"),
            ["time_zone"] = session.TimeZone,
            ["place"] = session.Place,
            ["online_url"] = session.OnlineUrl,
        },
    };

    private static DateTimeOffset Instant(InfoSession session, DateTime local) => new LocalTime(session.TimeZone).Read(local) switch
    {
        LocalReading.Exact exact => exact.Instant,
        LocalReading.Skipped skipped => skipped.Next,
        LocalReading.Twice twice => twice.Earlier,
        _ => throw new InvalidOperationException("A local time has one reading, two or none."),
    };

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
