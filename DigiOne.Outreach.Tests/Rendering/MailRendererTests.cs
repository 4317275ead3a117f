using System.Text.Json;
using System.Text.Json.Nodes;
using DigiOne.Outreach.Rendering;

namespace DigiOne.Outreach.Tests.Rendering;

public sealed class MailRendererTests
{
    [Theory]
    [InlineData("{{ x }}", """{"x":"<b>&\"'"}""", "&lt;b&gt;&amp;&quot;&#39;")]
    [InlineData("{{ x }}", """{"x":{"$markup":"<b>&amp;</b>"}}""", "<b>&amp;</b>")]
    [InlineData("{{ x.body_html }}", """{"x":{"body_html":"<b>"}}""", "&lt;b&gt;")]
    [InlineData("{{ capture c }}<i>{{ x }}</i>{{ end }}{{ c }}{{ c }}", """{"x":"<"}""", "<i>&lt;</i><i>&lt;</i>")]
    [InlineData("{{ func f(v) }}<i>{{ v }}</i>{{ end }}{{ f x }}", """{"x":"<"}""", "<i>&lt;</i>")]
    [InlineData("{{ x | string.upcase }}", """{"x":{"$markup":"<b>"}}""", "&lt;B&gt;")]
    [InlineData("{{ x | lines }}", """{"x":"a<\nb"}""", "a&lt;<br>\nb")]
    [InlineData("{{ x }}", """{"x":["<",{"a":"<"}]}""", "[&quot;&lt;&quot;, {a: &quot;&lt;&quot;}]")]
    [InlineData("ä {{ x }}", """{"x":"ö€🙂"}""", "ä ö€🙂")]
    public void Values_are_escaped_once_and_markup_is_not(string source, string data, string html)
        => TemplateKit.RenderHtml(source, data).ShouldBe(html);

    [Fact]
    public void Includes_layouts_and_captures_are_not_escaped_twice()
    {
        var template = TemplateKit.Html(
            "---\nlayout: layout.sbn-html\n---\n{{ title = 'A & B' }}{{ include 'part.sbn-html' text: x }}",
            ("part.sbn-html", "<p>{{ $text }}</p>"),
            ("layout.sbn-html", "<h1>{{ title }}</h1>{{ content }}"));
        TemplateKit.Render(template, """{"x":"<&>"}""").Html.ShouldBe("<h1>A &amp; B</h1><p>&lt;&amp;&gt;</p>");
    }

    [Theory]
    [InlineData("<a href=\"{{ x }}\">", "javascript:alert(1)")]
    [InlineData("<a href='{{ x }}'>", " JaVa\tscript:alert(1)")]
    [InlineData("<img src=\"{{ x }}\">", "data:text/html,x")]
    [InlineData("<a href={{ x }}>", "https://digione.example")]
    [InlineData("<b onclick=\"{{ x }}\">", "alert(1)")]
    public void Value_that_would_run_script_is_refused_where_it_stands(string source, string value)
    {
        var error = Should.Throw<TemplateException>(() => TemplateKit.RenderHtml("\n" + source, new JsonObject { ["x"] = value }.ToJsonString()));
        error.Line.ShouldBe(2);
        error.Column.ShouldBe(source.IndexOf("{{", StringComparison.Ordinal) + 4);
    }

    [Fact]
    public void Value_that_is_an_attribute_of_its_own_needs_quotes_there_too() =>
        Should.Throw<TemplateException>(() => TemplateKit.RenderHtml("<a {{ a }}{{ b }}>", """{"a":"href=javascript:alert(1)","b":""}"""))
            .Message.ShouldContain("Put quotes around the value of href.");

    [Theory]
    [InlineData("<a href=\"{{ a }}{{ b }}\">", "java", "script:alert(1)")]
    [InlineData("<a href=\"{{ a }}{{ b }}\">", "", " \u0001java\tscript:alert(1)")]
    [InlineData("<a href=\" \n{{ a }}{{ b }}\">", "", "javascript:alert(1)")]
    [InlineData("<a href = \"{{ a }}\" title=\"{{ b }}\">", "java\u200bscript:alert(1)", "")]
    [InlineData("<a href=\"&#106;ava{{ a }}\" title=\"{{ b }}\">", "script:alert(1)", "")]
    [InlineData("<a title=\"a > b\" href=\"{{ a }}{{ b }}\">", "vbscript", ":x")]
    [InlineData("<a href=\"{{ a }}:{{ b }}\">", "javascript", "alert(1)")]
    [InlineData("{{ capture x }}{{ a }}{{ end }}<a href=\"{{ x }}{{ b }}\">", "java", "script:alert(1)")]
    [InlineData("{{ capture x }}href=\"{{ a }}{{ b }}\"{{ end }}<a {{ x }}>", "java", "script:alert(1)")]
    [InlineData("<!--[if mso]><v:rect href=\"{{ a }}{{ b }}\"><![endif]-->", "file:", "//server")]
    [InlineData("<svg><a xlink:href=\"x{{ a }}{{ b }}\">", "-y", ":z")]
    public void No_pieces_make_an_address_that_runs_something(string source, string a, string b) =>
        Should.Throw<TemplateException>(() => TemplateKit.RenderHtml(source, new JsonObject { ["a"] = a, ["b"] = b }.ToJsonString()))
            .Message.ShouldContain("start with http:");

    [Theory]
    [InlineData("<a href=\"{{ a }}/path?x={{ b }}\">", "https://digione.example", "c:d")]
    [InlineData("<a href=\"{{ a }}{{ b }}\">", "https", "://digione.example")]
    [InlineData("<a href=\"mailto:{{ a }}?subject={{ b }}\">", "aino@kunta.example", "Kysymys: aika")]
    [InlineData("<a href=\"#{{ a }}\" title=\"javascript: {{ b }}\">", "x:y", "data:z")]
    [InlineData("<style>a > b { content: '<a href=' }</style><p title=\"x\">href=\"{{ a }}{{ b }}", "x", ":y")]
    [InlineData("<img src=\"data:image/png;base64,AAAA\" alt=\"{{ a }}{{ b }}\">", "x:", "y")]
    public void Pieces_of_an_ordinary_address_are_let_through(string source, string a, string b) =>
        TemplateKit.RenderHtml(source, new JsonObject { ["a"] = a, ["b"] = b }.ToJsonString()).ShouldContain(b);

    [Theory]
    [InlineData("https://digione.example/a?b=c:d")]
    [InlineData("mailto:info@digione.example")]
    [InlineData("/path:with-colon")]
    [InlineData("")]
    public void Ordinary_address_is_let_through(string value)
        => TemplateKit.RenderHtml("<a href=\"{{ x }}\">", new JsonObject { ["x"] = value }.ToJsonString()).ShouldBe($"<a href=\"{value}\">");

    [Theory]
    [InlineData("a\n {{ nothing.here }}", 2, 5)]
    [InlineData("a\n\n{{ if }}", 3, 7)]
    [InlineData("---\nsubject: {{ nothing }}\n---\nx", 2, 13)]
    [InlineData("---\nsubject: x\n---\n{{ nothing }}", 4, 4)]
    [InlineData("---\nsubjekt: x\n---\n", 2, 1)]
    [InlineData("---\nsubject: x\n", 1, 1)]
    [InlineData("{{ t 'goodbye' }}", 1, 4)]
    [InlineData("{{ 'x' | long_date }}", 1, 10)]
    public void Error_names_its_place(string source, int line, int column)
    {
        var error = Should.Throw<TemplateException>(() => TemplateKit.RenderHtml(source));
        (error.File, error.Line, error.Column).ShouldBe(("page.sbn-html", line, column), error.Message);
        error.Message.ShouldStartWith($"page.sbn-html, line {line}, column {column}: ");
    }

    [Fact]
    public void Error_in_an_included_file_names_that_file()
        => Should.Throw<TemplateException>(() => TemplateKit.Render(TemplateKit.Html("{{ include 'part.sbn-html' }}", ("part.sbn-html", "\n{{ nothing }}"))))
            .ShouldSatisfyAllConditions(error => error.File.ShouldBe("part.sbn-html"), error => error.Line.ShouldBe(2));

    [Fact]
    public void Word_that_misses_the_language_is_named()
        => Should.Throw<TemplateException>(() => TemplateKit.RenderHtml("{{ t 'hello' 'you' }}", language: "sv")).Problem
            .ShouldSatisfyAllConditions(problem => problem.ShouldContain("'hello'"), problem => problem.ShouldContain("'sv'"));

    [Fact]
    public void Word_of_the_main_language_serves_a_region()
        => TemplateKit.RenderHtml("{{ t 'hello' 'you' }}", language: "en-GB").ShouldBe("Hello you");

    [Theory]
    [InlineData("{{ this.nothing }}|{{ if this.nothing }}yes{{ end }}", "|")]
    [InlineData("{{ if x.nothing?.deeper }}yes{{ end }}", "")]
    [InlineData("{{ if x.empty_text }}yes{{ else }}no{{ end }}{{ if x.empty_list }}yes{{ else }}no{{ end }}", "nono")]
    [InlineData("{{ x.whole }} {{ x.broken }} {{ x.truth }}", "3 1.5 true")]
    [InlineData("{{ for a in x.names }}{{ a }}{{ if !for.last }}, {{ end }}{{ end }}", "b, a")]
    [InlineData("{{ for pair in x.words }}{{ pair.key }}={{ pair.value }};{{ end }}", "k=v;")]
    [InlineData("{{ x.names | array.join '+' }}{{ (1..3) | array.reverse | array.first }}", "b+a3")]
    public void Optional_data_numbers_and_lists_read_naturally(string source, string text)
        => TemplateKit.RenderHtml(source, """{"x":{"empty_text":"","empty_list":[],"whole":3,"broken":1.5,"truth":true,"names":["b","a"],"words":{"k":"v"}}}""").ShouldBe(text);

    [Fact]
    public void Data_of_every_json_type_made_in_code_is_understood()
    {
        var data = new JsonObject { ["at"] = JsonValue.Create(new DateTimeOffset(2026, 11, 12, 7, 0, 0, TimeSpan.Zero)), ["n"] = 5, ["d"] = 2.5m, ["b"] = false };
        new MailRenderer(new ParsedMails(TemplateKit.Limits), TemplateKit.Limits)
            .Render(TemplateKit.Html("{{ at | long_date }} {{ n + 1 }} {{ d }} {{ b }}"), "fi", data, TestContext.Current.CancellationToken)
            .Html.ShouldBe("torstai 12. marraskuuta 2026 klo 9.00 6 2.5 false");
    }

    [Theory]
    [InlineData("---\nsubject: Hei {{ x }}\n---\n<title>T</title>", "Hei A & B")]
    [InlineData("<title> T &amp;\n U </title><h1>H</h1>", "T & U")]
    [InlineData("<style>h1{}</style><title> </title><h2>First <b>one</b></h2><h1>H</h1>", "First one")]
    [InlineData("<p>nothing</p>", "")]
    public void Subject_comes_from_front_matter_title_or_heading(string source, string subject)
        => TemplateKit.Render(TemplateKit.Html(source), """{"x":"A &\r\n\tB"}""").Subject.ShouldBe(subject);

    [Fact]
    public void Template_of_text_only_becomes_html_too()
    {
        var mail = TemplateKit.Render(TemplateKit.Text("---\nsubject: Hei\n---\nMoi {{ x }}\nrivi\n\nKatso https://digione.example/a?b=1&c=2."), """{"x":"<b>"}""");
        mail.Text.ShouldBe("Moi <b>\nrivi\n\nKatso https://digione.example/a?b=1&c=2.\n");
        mail.Html.ShouldContain("<html lang=\"fi\">");
        mail.Html.ShouldContain("<p>Moi &lt;b&gt;<br>\nrivi</p>\n<p>Katso <a href=\"https://digione.example/a?b=1&amp;c=2\">https://digione.example/a?b=1&amp;c=2</a>.</p>");
    }

    [Fact]
    public void Text_beside_the_page_is_used_and_markup_in_it_becomes_text()
    {
        var source = TemplateKit.Html("<p>{{ x }}</p>", ("page.sbn-txt", "T: {{ x }}"));
        var both = new MailTemplate { Html = source.Html, Text = "page.sbn-txt", Files = source.Files, Words = source.Words };
        TemplateKit.Render(both, """{"x":{"$markup":"<p>a <a href='https://b.example'>c</a></p>"}}""").Text.ShouldBe("T: a c (https://b.example)\n");
    }

    [Fact]
    public void Template_survives_the_way_through_json_with_the_same_hash()
    {
        var template = TemplateKit.Library.LoadMail("newsletters/issue.sbn-html");
        var again = JsonSerializer.Deserialize<MailTemplate>(JsonSerializer.Serialize(template, JsonSerializerOptions.Web), JsonSerializerOptions.Web)!;
        again.ContentHash().ShouldBe(template.ContentHash());
        var data = TemplateKit.Sample("newsletter").ToJsonString();
        TemplateKit.Render(again, data).ShouldBe(TemplateKit.Render(template, data));
        TemplateKit.Html("a").ContentHash().ShouldNotBe(TemplateKit.Html("b").ContentHash());
    }

    [Fact]
    public async Task Many_threads_render_one_template_without_disturbing_each_other()
    {
        var renderer = new MailRenderer(new ParsedMails(TemplateKit.Limits), TemplateKit.Limits);
        var template = TemplateKit.Html("{{ sum = 0 }}{{ for i in 1..n; sum = sum + i; end }}{{ capture c }}{{ sum }}{{ end }}{{ c }}:{{ n | math.times 2 }}");
        await Parallel.ForAsync(0, 2_000, TestContext.Current.CancellationToken, (n, cancellationToken) =>
        {
            renderer.Render(template, "fi", new JsonObject { ["n"] = n + 1 }, cancellationToken).Html.ShouldBe($"{(n + 1L) * (n + 2) / 2}:{(n + 1) * 2}");
            return ValueTask.CompletedTask;
        });
    }
}
