using CsCheck;
using DigiOne.Outreach.Rendering;

namespace DigiOne.Outreach.Tests.Rendering;

public sealed class MarkdownTextTests
{
    [Theory]
    [InlineData("Hei **kaikki**", "<p>Hei <strong>kaikki</strong></p>")]
    [InlineData("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>")]
    [InlineData("[a](https://a.example \"t\")", "<p><a href=\"https://a.example\" title=\"t\">a</a></p>")]
    [InlineData("![kuva](https://a.example/k.png)", "<p><img src=\"https://a.example/k.png\" alt=\"kuva\"></p>")]
    [InlineData("", "")]
    public void Markdown_becomes_html(string markdown, string html) => MarkdownText.ToHtml(markdown).ShouldBe(html);

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("[a](javascript:alert(1))")]
    [InlineData("[a](JaVaScRiPt&colon;alert(1))")]
    [InlineData("![a](data:text/html;base64,x)")]
    [InlineData("<svg onload=alert(1)>")]
    [InlineData("<math><mtext></mtext></math>")]
    [InlineData("<p style=\"position:fixed\">x</p>")]
    [InlineData("<a href=\"x\" onclick=\"alert(1)\">x</a>")]
    [InlineData("[a](vbscript:x)")]
    [InlineData("<javascript:alert(1)>")]
    public void Nothing_that_runs_gets_through(string markdown)
    {
        var html = MarkdownText.ToHtml(markdown);
        foreach (var bad in new[] { "<script", "<svg", "<math", "<p style", "href=\"javascript", "href=\"vbscript", "src=\"data", "<a href=\"x\" onclick" })
            html.ShouldNotContain(bad, Case.Insensitive);
    }

    [Fact]
    public void No_text_whatever_brings_in_an_unknown_tag()
        => Gen.String[Gen.Char["<>/\"'=ascriptonlvgh:()[]!*_`#&;- \n"], 0, 60].Sample(markdown =>
            System.Text.RegularExpressions.Regex.Matches(MarkdownText.ToHtml(markdown), "<([a-z0-9]+)")
                .All(tag => tag.Groups[1].Value is not ("script" or "svg" or "style" or "object" or "iframe" or "math" or "form")), iter: 2_000);
}
