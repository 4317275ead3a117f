using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;
using AngleSharp.Text;

namespace DigiOne.Outreach.Rendering;

/// <summary>What a page says without its looks.</summary>
/// <param name="Title">Its title, else its first heading, on one line; empty when it has neither.</param>
/// <param name="Text">Plain text: headings, lists, tables, links as <c>text (address)</c>, pictures as their alt texts.</param>
/// <remarks>
/// It is read as a stream of tokens, without a tree: the cost is linear in the page's length, whatever its tags are nested like,
/// and a mail's pages are well-formed enough that a tree would say nothing more.
/// </remarks>
internal sealed record HtmlText(string Title, string Text)
{
    /// <summary>Reads a page or a piece of one.</summary>
    public static HtmlText Of(string html) => Of(html, places: null);

    /// <summary>The same, showing each token and link to whoever looks where a page's holes are.</summary>
    internal static HtmlText Of(string html, HolePlaces? places)
    {
        using var source = new TextSource(html);
        using var tokens = new HtmlTokenizer(source, HtmlEntityProvider.Resolver);
        var reader = new HtmlTextReader(places);
        while (tokens.Get() is { Type: not HtmlTokenType.EndOfFile } token)
        {
            places?.Pass(token);
            switch (token.Type)
            {
                case HtmlTokenType.Character:
                    reader.Text(token.Data);
                    break;
                case HtmlTokenType.StartTag when token is HtmlTagToken tag:
                    // Their content is no markup, which a tokenizer learns from whoever reads it
                    if (tag.Name is "style" or "script" or "noscript" or "template") tokens.State = HtmlParseMode.Rawtext;
                    else if (tag.Name is "title" or "textarea") tokens.State = HtmlParseMode.RCData;
                    reader.Open(tag);
                    break;
                case HtmlTokenType.EndTag:
                    reader.Close(token.Name);
                    break;
            }
        }

        return new(OneLine(reader.Title), reader.Result());
    }

    /// <summary>A text on one line: control characters and runs of blanks become single spaces.</summary>
    public static string OneLine(string text)
        => string.Join(' ', string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
