using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Rendering;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MimeKit;

namespace DigiOne.Outreach.Tests.Deliveries;

/// <summary>Filling what was prepared and rendering in full must give the same mail, for any template and any recipient.</summary>
public sealed class ComposeDeliveryTests : IDisposable
{
    private const int AllShapes = 64;

    private static readonly MailSender Sender = new(
        "digione", new Mailbox("DigiOne – Äänekoski", "uutiset@digione.example"), new Mailbox("", "posti@digione.example"), "palaute@digione.example",
        "digione.example", Dkim: null, Routes: []);

    // What a template says to everybody
    private static readonly string[] Constants =
    [
        "Hyvää huomenta! ", "<p>.piste alussa</p>\n", "\n.\n", "a=b&amp;c=3D ", "<b>Buorre iđit, Áŋŋel čáhci</b>\n", "<p dir=\"rtl\">صباح الخير</p>",
        "🙂👩‍👩‍👧 ", "<p>" + new string('x', 1200) + "</p>", "sana " + new string('ä', 90) + "  \n", "From alussa\n", "\t<br>  \n", "<hr>", "<pre>  a\n b</pre>",
        "<ul><li>yksi</li><li>kaksi</li></ul>", "<a href=\"https://digione.example/a?b=1&amp;c=2\">linkki</a>", "{{ for a in articles }}<li>{{ a }}</li>{{ end }}",
        "{{ capture c }}{{ this.list?.name }}{{ end }}{{ c | string.upcase }}", "<style>p { color: red }</style>",
    ];

    private static readonly string[] Holes =
    [
        "{{ contact.name }}", "\n{{ contact.name }}\n", "Hei {{ contact.name }}, terve!", "{{ contact.address }} ", "{{ contact.municipality }}", "{{ t 'hello' contact.name }}",
        "{{ if contact.name }}Hei {{ contact.name }}{{ else }}Hei{{ end }}", "{{ if !contact.municipality && contact.name }}x{{ end }}", "{{ include 'part.sbn-html' }}",
        "{{ for a in articles }}{{ a }}: {{ contact.name }}<br>{{ end }}", "<a href=\"{{ links.unsubscribe }}\">Peru</a>", "<img alt=\"{{ contact.name }}\">",
        "<a href=\"{{ links.unsubscribe }}\">{{ links.unsubscribe }}</a>", "<pre>\n{{ contact.name }}  {{ contact.name }}\n</pre>", "<blockquote>{{ contact.name }}</blockquote>",
        "<table><tr><td>{{ contact.name }}</td><td>{{ contact.municipality }}</td></tr></table>", "{{ contact.name ?? this.list?.name }}", "{{ contact.name }}{{ contact.name }}",
        "<a href=\"https://digione.example/?n={{ contact.name }}\">{{ contact.name }}</a>", "<h1>{{ contact.municipality }} {{ subject }}</h1>",
    ];

    private static readonly string[] Dependent =
    [
        "{{ contact.name | string.upcase }}", "{{ if contact.name == 'Aino' }}x{{ end }}", "{{ x = contact.name }}{{ x }}", "{{ capture c }}{{ contact.name }}{{ end }}{{ c }}",
        "{{ for p in contact }}{{ p.key }}{{ p.value }}{{ end }}", "{{ include 'show.sbn-html' value: contact.name }}", "<p title={{ contact.name }}>x</p>", "<!-- {{ contact.name }} -->",
    ];

    private static readonly Gen<string> Template = Gen.Select(
        Gen.OneOf("", "subject: Uutiset\n", "subject: Hei {{ contact.name }}, uutisia 🙂 kunnasta {{ contact.municipality }}\n"),
        Gen.Bool,
        Gen.Frequency((8, Gen.OneOf(Constants)), (8, Gen.OneOf(Holes))).Array[1, 12],
        (subject, layout, pieces) =>
            $"---\n{subject}{(layout ? "layout: layout.sbn-html\n" : "")}---\n{string.Concat(pieces)}");

    private static readonly Gen<string> Name = Gen.Frequency(
        (1, Gen.Const("")),
        (10, Gen.OneOf(
            "Aino", "Mäkelä", "Máret", "Ánneš", " ", ",", ".", "..", "=", "=3D", "=?", "\"", "\\", "<b>", "&amp;", "&", "'", "محمد", "שלום", "🙂", "名前", "From", "-", ">", "x@y",
            new string('a', 80), new string('ö', 60), "(", ";", "%", "_", "?=").Array[1, 6].Select(string.Concat)),
        (1, Gen.OneOf(" Aino", "Aino  M", "a\tb", "a\r\nBcc: x@y.example", "a\u00A0b", "👩‍👩‍👧", "{1}", "a: b", "\uE000 \uF8FF", "\u202Eabc", new string('b', 1100), "\uD83D")));

    private static readonly Gen<Recipient> AnyRecipient = Gen.Select(
        Name, Gen.OneOf("aino@kunta.example", "väinö@jyväskylä.example", "a+b=c@kunta.example", "o'neil&co@kunta.example"), Gen.OneOf("", "091", "148"), Gen.Bool, Gen.Long[1, (1L << 48) - 1],
        (name, address, municipality, subscribed, id) => new Recipient(name, address, municipality.Length == 0 ? null : municipality, subscribed, id));

    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2027, 3, 1, 9, 30, 5, TimeSpan.Zero));
    private readonly ComposeDelivery _compose;
    private readonly MessageWriter _writer;

    public ComposeDeliveryTests()
    {
        var organisation = Options.Create(new OrganisationOptions { Name = "DigiOne & kumppanit", PublicBaseUrl = new Uri("https://viesti.example") });
        var keys = new LinkKeys(Options.Create(new StorageOptions { DataFolder = _folder.FullPath }), TimeProvider.System);
        var parsed = new ParsedMails(RenderingLimits.Default);
        var renderer = new MailRenderer(parsed, RenderingLimits.Default);
        _compose = new ComposeDelivery(
            renderer, new MailPreparer(renderer, parsed), new UnsubscribeLinks(keys, organisation), new ContactLinks(keys, organisation),
            new ReturnAddresses(keys, Options.Create(new ReturnAddressOptions { Pattern = "paluu+*@digione.example" })), organisation, _clock, NullLogger<ComposeDelivery>.Instance);
        _writer = new MessageWriter(_clock);
    }

    [Fact]
    public void Filled_and_fully_rendered_mails_say_the_same()
    {
        var filled = 0;
        Gen.Select(Template, Gen.Bool, Gen.Bool, AnyRecipient.Array[1, 6]).Sample(
            (template, text, calendar, recipients) =>
            {
                var content = ContentOf(template, text, calendar);
                foreach (var recipient in recipients)
                    if (ShouldSayTheSame(content, recipient)) filled++;
            },
            iter: 1500,
            threads: 1);
        filled.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public void Templates_that_depend_on_the_recipient_are_never_filled() =>
        Gen.Select(Template, Gen.OneOf(Dependent), AnyRecipient).Sample(
            (template, dependent, recipient) =>
            {
                // A value that is not there is no danger in a place that could not hold one
                var present = recipient with { Name = recipient.Name.Length == 0 ? "Aino" : recipient.Name };
                ShouldSayTheSame(ContentOf(template + dependent, text: false, calendar: false), present).ShouldBeFalse();
            },
            iter: 200,
            threads: 1);

    public void Dispose()
    {
        _writer.Dispose();
        _folder.Dispose();
    }

    /// <returns>Whether the mail was filled rather than rendered in full.</returns>
    private bool ShouldSayTheSame(MailingContent content, Recipient recipient)
    {
        var delivery = recipient.Delivery(content);
        var inFull = content with { Variants = new Dictionary<string, VariantContent> { ["fi"] = content.Variants["fi"] with { Prepared = new() } } };
        for (var shape = 0; shape < AllShapes; shape++) inFull.Variants["fi"].Prepared.Add(delivery.ListId, shape, () => null);

        var made = _compose.Execute(content, delivery, Sender, _writer);
        var bytes = made.Content.ToArray();
        var full = _compose.Execute(inFull, delivery, Sender, _writer);

        (made.MessageId, made.Envelope, made.NeedsSmtpUtf8).ShouldBe((full.MessageId, full.Envelope, full.NeedsSmtpUtf8));
        Read(bytes).ShouldBe(Read(full.Content.ToArray()));
        var values = new RecipientValues(
            delivery.Name, delivery.Address, recipient.Municipality, new RecipientLinks(recipient.Subscribed ? "https://viesti.example/u/" : null, delivery.ContactId is null ? null : "https://viesti.example/p/"));
        var filled = values.IsPlain && content.Variants["fi"].Prepared.TryGet(delivery.ListId, values.Shape, out var prepared) && prepared is not null;
        if (filled) ShouldBeInLines(bytes);
        return filled;
    }

    private static void ShouldBeInLines(byte[] bytes)
    {
        var source = Encoding.Latin1.GetString(bytes);
        var lines = source.Split("\r\n");
        lines.ShouldAllBe(line => !line.Contains('\r') && !line.Contains('\n') && line.Length <= 998 && !line.StartsWith('.'));
        var body = Array.IndexOf(lines, "");
        lines.Skip(body).ShouldAllBe(line => line.Length <= 78);
        lines.Skip(body).Where(line => !line.StartsWith("Content-", StringComparison.Ordinal)).ShouldAllBe(line => line.Length <= 76);
        lines.Skip(body).ShouldAllBe(line => Ascii.IsValid(line));
    }

    private static string Read(byte[] bytes)
    {
        using var message = MimeMessage.Load(new MemoryStream(bytes), TestContext.Current.CancellationToken);
        var parts = string.Join('\n', message.BodyParts.Select(part => $"{part.ContentType.MimeType} {part.ContentDisposition} {part.ContentType.Name}"));
        var headers = string.Join('\n', message.Headers.Concat(message.Body!.Headers)
            .Where(header => header.Id is not (HeaderId.ContentType or HeaderId.To or HeaderId.From or HeaderId.ReplyTo))
            .Select(header => $"{header.Field.ToUpperInvariant()}: {header.Value}"));
        return $"{headers}\n{message.To} {message.From} {message.ReplyTo} {message.Date:O} {message.MessageId}\n{parts}\n{message.TextBody}\n{message.HtmlBody}";
    }

    private static MailingContent ContentOf(string source, bool text, bool calendar)
    {
        var files = new Dictionary<string, string>
        {
            ["page.sbn-html"] = source,
            ["part.sbn-html"] = "<i>{{ contact.name }} {{ this.list?.name }}</i>",
            ["show.sbn-html"] = "{{ $value }}",
            ["layout.sbn-html"] = "<!doctype html><html lang=\"{{ language }}\"><head><title>{{ subject }}</title></head><body>{{ content }}<p>{{ if links.unsubscribe }}<a href=\"{{ links.unsubscribe }}\">Peru</a>{{ end }}</p></body></html>\n",
        };
        if (text) files["page.sbn-txt"] = "Hei {{ contact.name }}\n.{{ contact.municipality }}\n{{ contact.address }} {{ links.unsubscribe }}\n";
        var template = new MailTemplate
        {
            Html = "page.sbn-html",
            Text = text ? "page.sbn-txt" : null,
            Subject = FrontMatter.Read("page.sbn-html", source).Subject?.Value,
            Files = files,
            Words = new Dictionary<string, IReadOnlyDictionary<string, string>> { ["hello"] = new Dictionary<string, string> { ["fi"] = "Hei {0}!" } },
        };
        var mailing = new Mailing
        {
            Name = "Uutiskirje",
            Kind = MailingKind.Newsletter,
            SenderKey = Sender.Key,
            Lane = Lane.Bulk,
            Template = "",
            ContentHash = "",
            HonoursQuietTimes = false,
            DoubtPolicy = DoubtPolicy.Hold,
            CreatedAt = default,
            DueAt = default,
        };
        var data = new JsonObject { ["articles"] = new JsonArray("Yksi & kaksi", "kolme") };
        var variant = new VariantContent(data, calendar ? "BEGIN:VCALENDAR\r\nMETHOD:PUBLISH\r\nSUMMARY:Tietoiskut – ä\r\nEND:VCALENDAR\r\n" : null);
        var list = new ContactList { Key = "uutiset", Names = new Dictionary<string, string> { ["fi"] = "Uutiset" }, LegalBasis = LegalBasis.Consent, CreatedAt = default };
        return new MailingContent(
            mailing, template, new Dictionary<string, VariantContent> { ["fi"] = variant }, new Dictionary<ListId, ContactList> { [list.Id] = list });
    }

    private sealed record Recipient(string Name, string Address, string? Municipality, bool Subscribed, long Id)
    {
        internal ClaimedDelivery Delivery(MailingContent content) => new()
        {
            Id = new DeliveryId(Id),
            MailingId = content.Mailing.Id,
            ListId = Subscribed ? content.Lists.Keys.Single() : null,
            LeaseUntil = default,
            Epoch = 1,
            ContactId = new ContactId(Id),
            Address = Address,
            Name = Name,
            Language = "fi",
            Municipality = Municipality,
            Attempts = 0,
            MessageId = null,
            DoubtPolicy = DoubtPolicy.Hold,
            FirstIntentAt = null,
            Domain = Address[(Address.IndexOf('@', StringComparison.Ordinal) + 1)..],
        };
    }
}
