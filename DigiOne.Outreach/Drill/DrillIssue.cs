using System.Text;
using System.Text.Json.Nodes;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Rendering;
using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Drill;

/// <summary>
/// The mailing of a drill: HTML and text, in the layout that newsletters have, of about a given size, with the
/// recipient's name and unsubscribe link in it.
/// </summary>
internal sealed class DrillIssue(OutreachDb db, TemplateLibrary templates, TryContent content, ScheduleMailing schedule, TimeProvider clock)
{
    private const string Template =
        """
        ---
        subject: {{ newsletter.title }}
        layout: layouts/mail.sbn-html
        ---
        <h1>{{ newsletter.title }}</h1>
        {{ include "partials/greeting.sbn-html" }}
        {{ newsletter.body_html }}
        """;

    private const string Sentence = "Kun kunnat rakentavat oppimisen palveluja yhdessä, hyvä idea on pian kaikkien käytössä. ";

    // What headers and the frame of two parts add.
    private const int Frame = 1300;
    private const int Sample = 20;

    /// <summary>Hands it to the engine, due now.</summary>
    /// <param name="lists">To whom.</param>
    /// <param name="size">About how long a message is on the wire, in bytes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<MailingId> ScheduleAsync(IReadOnlyList<ListId> lists, int size, CancellationToken cancellationToken)
    {
        var template = templates.LoadInline(Template, null);
        var least = Measure(Draft(template, lists, 0), cancellationToken);
        var perSentence = (Measure(Draft(template, lists, Sample), cancellationToken) - least) / (double)Sample;
        var sentences = (int)Math.Max(Math.Round((size - least) / perSentence), 0);
        var mailing = schedule.Add(Draft(template, lists, sentences), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return mailing.Id;
    }

    private MailingDraft Draft(MailTemplate template, IReadOnlyList<ListId> lists, int sentences) => new()
    {
        Name = "Harjoitus",
        Kind = MailingKind.Newsletter,
        SenderKey = DrillSettings.Sender,
        Lists = lists,
        Template = template,
        Variants = new Dictionary<string, VariantDraft>
        {
            ["fi"] = new(new JsonObject
            {
                ["newsletter"] = new JsonObject
                {
                    ["title"] = "Oppiminen ei katso kuntarajaa",
                    ["body_html"] = MarkdownText.ToMarkup(string.Concat(Enumerable.Repeat($"{Sentence}\n\n", sentences))).ToJson(),
                },
            }),
        },
        FallbackLanguage = "fi",
        DueAt = clock.GetUtcNow(),
        HonoursQuietTimes = false,
    };

    private int Measure(MailingDraft draft, CancellationToken cancellationToken)
    {
        var mail = content.Execute(draft, cancellationToken)["fi"];
        return Frame + Encoded(mail.Html) + Encoded(mail.Text);
    }

    // Quoted-printable: three bytes for each that is not ASCII, and a soft break every 76.
    private static int Encoded(string? text)
    {
        var bytes = Encoding.UTF8.GetBytes(text ?? "");
        var length = bytes.Length + (2 * bytes.Count(value => value is > 126 or (byte)'='));
        return length + (length / 76 * 3);
    }
}
