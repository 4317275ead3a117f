using DigiOne.Outreach.Rendering;

namespace DigiOne.Outreach.Tests.Rendering;

public sealed class HtmlTextTests
{
    [Theory]
    [InlineData("<p>a</p><p>b<br>c</p>", "a\n\nb\nc\n")]
    [InlineData("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul><p>d</p>", "- a\n  - b\n- c\n\nd\n")]
    [InlineData("<ol start=3><li>a</li><li>b<br>c</li></ol>", "3. a\n4. b\n   c\n")]
    [InlineData("<blockquote><p>a</p><p>b</p></blockquote>c", "> a\n>\n> b\n\nc\n")]
    [InlineData("<a href='https://a.example'>https://a.example</a> <a href='mailto:i@a.example'>i@a.example</a> <a href='#x'>y</a>", "https://a.example i@a.example y\n")]
    [InlineData("<a href='https://a.example?x=1&amp;y=2'><img src=x alt='Logo'></a>, b", "Logo (https://a.example?x=1&y=2), b\n")]
    [InlineData("<a href='https://a.example'><img src=x alt=''></a>", "https://a.example\n")]
    [InlineData("<style>p{}</style><script>x<y</script>a<div hidden>b<div>c</div></div><span style='display: none'>d</span>e", "ae\n")]
    [InlineData("<pre>a\n  b</pre>", "a\n  b\n")]
    [InlineData("<table role=presentation><tr><td>a</td><td>b</td></tr></table>", "a\nb\n")]
    [InlineData("<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td></td></tr></table>", "a | b\n1 |\n")]
    [InlineData("a &lt; b &amp; c&nbsp;d &auml;", "a < b & c d ä\n")]
    [InlineData("  a\n\n   b <b> c</b> ", "a b c\n")]
    [InlineData("</ul></a></table></blockquote>x", "x\n")]
    public void Page_reads_well_as_text(string html, string text) => HtmlText.Of(html).Text.ShouldBe(text);
}
