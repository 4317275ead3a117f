using System.Text.Json.Nodes;
using DigiOne.Outreach.Rendering;

namespace DigiOne.Outreach.Tests.Rendering;

public sealed class MailPreparerTests
{
    [Theory]
    [InlineData("<p>Hei!</p>")]
    [InlineData("{{ contact.name }}, {{ contact.address }} {{ this.contact?.municipality }}")]
    [InlineData("{{ if contact.name }}Hei {{ contact.name }}{{ else }}Hei{{ end }}")]
    [InlineData("{{ if !contact.name || (contact.municipality && list.name) }}x{{ end }}")]
    [InlineData("{{ t 'hello' contact.name }}")]
    [InlineData("{{ include 'part.sbn-html' }}")]
    [InlineData("{{ for i in 1..3 }}{{ i }} {{ contact.name }}{{ end }}")]
    [InlineData("{{ contact.name ?? list.name }}{{ contact.name ? contact.name : list.name }}")]
    [InlineData("{{ contact.language }}{{ capture c }}{{ list.name }}{{ end }}{{ c | string.upcase }}")]
    [InlineData("<a href=\"{{ links.unsubscribe }}\">{{ links.unsubscribe }}</a><img alt='{{ contact.name }}' src=\"/a?b={{ contact.name }}\">")]
    [InlineData("<a href=\"mailto:{{ contact.address }}\">{{ contact.address }}</a><a href=\"https://digione.example\">Hei {{ contact.name }}</a>")]
    public void What_only_shows_a_recipient_is_prepared(string source) => Prepared(source).ShouldBeOfType<Preparation.Done>();

    [Theory]
    [InlineData("{{ contact.name | string.upcase }}")]
    [InlineData("{{ contact.name.size }}")]
    [InlineData("{{ contact.name + '!' }}")]
    [InlineData("{{ contact.name[0] }}")]
    [InlineData("{{ $'{contact.name}' }}")]
    [InlineData("{{ if contact.name == 'Aino' }}x{{ end }}")]
    [InlineData("{{ if contact.municipality == null }}x{{ end }}")]
    [InlineData("{{ case contact.name }}{{ when 'Aino' }}x{{ end }}")]
    [InlineData("{{ x = contact.name }}{{ x }}")]
    [InlineData("{{ contact.name = 'Eino' }}{{ contact.name }}")]
    [InlineData("{{ capture c }}{{ contact.name }}{{ end }}{{ c }}")]
    [InlineData("{{ capture c }}{{ include 'part.sbn-html' }}{{ end }}{{ c }}")]
    [InlineData("{{ x = include 'part.sbn-html' }}{{ x }}")]
    [InlineData("{{ func f }}{{ contact.name }}{{ end }}{{ f }}")]
    [InlineData("{{ func t(w, v) }}{{ v }}{{ end }}{{ t 'hello' contact.name }}")]
    [InlineData("{{ t contact.name }}{{ contact.name }}")]
    [InlineData("{{ x = t 'hello' contact.name }}{{ x }}")]
    [InlineData("{{ t 'hello' contact.name | string.upcase }}")]
    [InlineData("{{ include 'show.sbn-html' value: contact.name }}")]
    [InlineData("{{ for pair in contact }}{{ pair.value }}{{ end }}")]
    [InlineData("{{ contact['name'] }}")]
    [InlineData("{{ this['contact'].name }}")]
    [InlineData("{{ for pair in this }}{{ pair.key }}{{ end }}")]
    [InlineData("{{ c = contact }}{{ c.name }}")]
    [InlineData("{{ with contact }}{{ name }}{{ end }}")]
    [InlineData("{{ contact | object.size }}")]
    [InlineData("{{ [contact.name] | array.first }}")]
    [InlineData("{{ (contact).name }}")]
    [InlineData("{{ [links.unsubscribe, 'x'] | array.size }}")]
    [InlineData("<p {{ contact.name }}>x</p>")]
    [InlineData("<p class={{ contact.name }}>x</p>")]
    [InlineData("<p style=\"{{ contact.name }}\">x</p>")]
    [InlineData("<p hidden=\"{{ contact.name }}\">x</p>")]
    [InlineData("<!-- {{ contact.name }} -->")]
    [InlineData("<a href=\"{{ contact.name }}\">x</a>")]
    [InlineData("<a href=\"java{{ contact.name }}\">x</a>")]
    [InlineData("<b onclick=\"{{ contact.name }}\">x</b>")]
    [InlineData("<a href=\"index\">{{ contact.name }}</a>")]
    public void What_depends_on_a_recipient_is_not(string source)
    {
        Preparation? preparation = null;
        try
        {
            preparation = Prepared(source);
        }
        catch (TemplateException)
        {
            // Some of these no template may do at all
            return;
        }

        preparation.ShouldBeOfType<Preparation.Dependent>().Why.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public void Reason_names_its_place()
        => Prepared("a\n{{ contact.name | string.upcase }}").ShouldBeOfType<Preparation.Dependent>().Why.ShouldContain("page.sbn-html, line 2, column 4");

    [Fact]
    public void Page_with_holes_is_not_worked_on_by_its_layout()
    {
        const string Page = "---\nlayout: layout.sbn-html\n---\n{{ contact.name }}";
        Prepared(TemplateKit.Html(Page, ("layout.sbn-html", "<b>{{ content }}</b>"))).ShouldBeOfType<Preparation.Done>();
        Prepared(TemplateKit.Html(Page, ("layout.sbn-html", "{{ content | string.upcase }}"))).ShouldBeOfType<Preparation.Dependent>();
    }

    [Fact]
    public void Subject_with_holes_is_only_shown()
    {
        Prepared("---\nsubject: Hei {{ contact.name }}\n---\n<title>{{ subject }}</title>").ShouldBeOfType<Preparation.Done>();
        Prepared("---\nsubject: Hei {{ contact.name }}\n---\n{{ subject | string.upcase }}").ShouldBeOfType<Preparation.Dependent>();
        Prepared("---\nsubject: Hei\n---\n{{ subject | string.upcase }}{{ contact.name }}").ShouldBeOfType<Preparation.Done>();
    }

    [Fact]
    public void Field_that_is_empty_is_no_hole()
    {
        var data = Data();
        data["contact"]!["name"] = "";
        var prepared = Prepared(TemplateKit.Html("<p>{{ if contact.name }}{{ contact.name }}{{ else }}Sinä{{ end }}</p>"), data)
            .ShouldBeOfType<Preparation.Done>();
        prepared.Mail.Html.IsConstant.ShouldBeTrue();
        prepared.Mail.Html.Fill(RecipientValues.From(data)).ShouldBe("<p>Sinä</p>");
    }

    [Theory]
    [InlineData("newsletters/issue.sbn-html", "newsletter")]
    [InlineData("sessions/invitation.sbn-html", "session")]
    [InlineData("sessions/reminder.sbn-html", "session")]
    public void Finished_templates_are_prepared(string path, string sample)
        => Prepared(TemplateKit.Library.LoadMail(path), TemplateKit.Sample(sample)).ShouldBeOfType<Preparation.Done>();

    [Theory]
    [InlineData("Aino Mäkelä", true)]
    [InlineData("Áilu 🙂 محمد", true)]
    [InlineData("=.<&>\"'", true)]
    [InlineData("", true)]
    [InlineData(" Aino", false)]
    [InlineData("Aino  Mäkelä", false)]
    [InlineData("Aino\tMäkelä", false)]
    [InlineData("Aino\u00A0Mäkelä", false)]
    [InlineData("Ai\u00ADno", false)]
    [InlineData("👩\u200D👧", false)]
    [InlineData("-", false)]
    [InlineData("> Aino", false)]
    [InlineData("href=", false)]
    [InlineData("{1}", false)]
    [InlineData("https://x.example", false)]
    public void Value_that_a_page_would_change_is_not_plain(string name, bool plain)
        => new RecipientValues(name, "aino@kunta.example", null, default).IsPlain.ShouldBe(plain);

    private static Preparation Prepared(string source) => Prepared(TemplateKit.Html(
        source, ("part.sbn-html", "<i>{{ contact.name }}</i>"), ("show.sbn-html", "{{ $value }}")));

    private static Preparation Prepared(MailTemplate template) => Prepared(template, Data());

    private static Preparation Prepared(MailTemplate template, JsonObject data)
    {
        var parsed = new ParsedMails(TemplateKit.Limits);
        return new MailPreparer(new MailRenderer(parsed, TemplateKit.Limits), parsed).Prepare(template, "fi", data, TestContext.Current.CancellationToken);
    }

    private static JsonObject Data() => JsonNode.Parse(
        """
        {"contact":{"name":"Aino","address":"aino@kunta.example","language":"fi","municipality":"Inari"},
         "links":{"unsubscribe":"https://viesti.example/u/abc-"},"list":{"name":"Uutiset"}}
        """)!.AsObject();
}
