using System.Globalization;
using System.Text;
using AngleSharp.Html.Parser.Tokens;

namespace DigiOne.Outreach.Rendering;

/// <summary>Turns a page's tags and texts into lines of plain text.</summary>
/// <param name="places">Is told of each link, if anybody wants to know.</param>
internal sealed class HtmlTextReader(HolePlaces? places)
{
    private readonly TextLines _lines = new();
    private readonly Stack<int?> _lists = new();
    private readonly Stack<bool> _dataTables = new();
    private readonly Stack<(string Address, int Start)> _links = new();
    private readonly StringBuilder _title = new();
    private readonly StringBuilder _heading = new();
    private string? _hiddenBy;
    private int _hiddenDepth;
    private int _inHeading;
    private bool _inTitle;
    private bool _headingDone;
    private bool _firstCell;

    public string Title => _title.ToString().AsSpan().IsWhiteSpace() ? _heading.ToString() : _title.ToString();

    public string Result() => _lines.ToString();

    public void Text(string text)
    {
        if (_inTitle) _title.Append(text);
        if (_hiddenBy is not null || _inTitle) return;
        if (_inHeading > 0 && !_headingDone) _heading.Append(text);
        _lines.Text(text);
    }

    public void Open(HtmlTagToken tag)
    {
        if (_hiddenBy is not null)
        {
            if (tag.Name == _hiddenBy) _hiddenDepth++;
            return;
        }

        if (tag.Name == "title") _inTitle = true;
        else if (IsHidden(tag) && !IsVoid(tag.Name)) (_hiddenBy, _hiddenDepth) = (tag.Name, 1);
        else OpenVisible(tag);
    }

    public void Close(string name)
    {
        if (_hiddenBy is not null)
        {
            if (name == _hiddenBy && --_hiddenDepth == 0) _hiddenBy = null;
            return;
        }

        switch (name)
        {
            case "title":
                _inTitle = false;
                break;
            case "h1" or "h2" or "h3" or "h4" or "h5" or "h6":
                _inHeading = Math.Max(0, _inHeading - 1);
                _headingDone |= _heading.Length > 0;
                _lines.Break(2);
                break;
            case "p" or "pre":
                _lines.Preformatted &= name != "pre";
                _lines.Break(2);
                break;
            case "ul" or "ol" when _lists.TryPop(out _):
                if (_lists.Count > 0) _lines.PopPrefix();
                _lines.Break(_lists.Count == 0 ? 2 : 1);
                break;
            case "blockquote":
                _lines.PopPrefix();
                _lines.Break(2);
                break;
            case "table" when _dataTables.TryPop(out _):
                _lines.Break(2);
                break;
            case "a" when _links.TryPop(out var link):
                _lines.Append(AfterLink(link.Address, _lines.Since(link.Start)));
                break;
            case "td" or "th" when InDataTable:
                break;
            default:
                if (IsBlock(name)) _lines.Break(1);
                break;
        }
    }

    private bool InDataTable => _dataTables.TryPeek(out var data) && data;

    private void OpenVisible(HtmlTagToken tag)
    {
        switch (tag.Name)
        {
            case "br":
                _lines.NewLine();
                break;
            case "hr":
                _lines.Break(2);
                _lines.Text("----------");
                _lines.Break(2);
                break;
            case "img" when tag.GetAttribute("alt") is { Length: > 0 } alternative:
                Text(alternative);
                break;
            case "h1" or "h2" or "h3" or "h4" or "h5" or "h6":
                _inHeading++;
                _lines.Break(2);
                break;
            case "p" or "pre":
                _lines.Break(2);
                _lines.Preformatted |= tag.Name == "pre";
                break;
            case "ul" or "ol":
                _lines.Break(_lists.Count == 0 ? 2 : 1);
                if (_lists.Count > 0) _lines.PushPrefix("  ");
                _lists.Push(tag.Name == "ol" ? int.TryParse(tag.GetAttribute("start"), NumberStyles.None, CultureInfo.InvariantCulture, out var start) ? start : 1 : null);
                break;
            case "li":
                _lines.Break(1);
                _lines.Bullet(NextBullet());
                break;
            case "blockquote":
                _lines.Break(2);
                _lines.PushPrefix("> ");
                break;
            case "table":
                _dataTables.Push(tag.GetAttribute("role") != "presentation");
                _lines.Break(2);
                break;
            case "tr":
                _firstCell = true;
                _lines.Break(1);
                break;
            case "td" or "th" when InDataTable:
                if (!_firstCell) _lines.Append(" | ");
                _firstCell = false;
                break;
            case "a":
                _links.Push((tag.GetAttribute("href") ?? "", _lines.Length));
                break;
            default:
                if (IsBlock(tag.Name)) _lines.Break(1);
                break;
        }
    }

    private string NextBullet()
    {
        if (!_lists.TryPop(out var number)) return "- ";
        _lists.Push(number + 1);
        return number is null ? "- " : string.Create(CultureInfo.InvariantCulture, $"{number}. ");
    }

    private string AfterLink(string address, string text)
    {
        var target = address.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) ? address["mailto:".Length..] : address;
        places?.PassLink(target, text);
        if (target.Length == 0 || target[0] == '#' || text == TextLines.Trimmed(target) || text == address) return "";
        return text.Length == 0 ? target : $" ({target})";
    }

    private static bool IsHidden(HtmlTagToken tag)
        => tag.Name is "style" or "script" or "noscript" or "template"
            || tag.Attributes.Any(attribute => attribute.Name == "hidden")
            || tag.GetAttribute("aria-hidden") == "true"
            || (tag.GetAttribute("style") ?? "").Replace(" ", "", StringComparison.Ordinal).Contains("display:none", StringComparison.OrdinalIgnoreCase);

    private static bool IsVoid(string name) => name is "img" or "br" or "hr" or "meta" or "link" or "input" or "col" or "wbr";

    private static bool IsBlock(string name)
        => name is "div" or "section" or "article" or "header" or "footer" or "main" or "nav" or "aside" or "address" or "figure" or "figcaption"
            or "dl" or "dt" or "dd" or "tr" or "td" or "th" or "li" or "caption" or "center" or "body";
}
