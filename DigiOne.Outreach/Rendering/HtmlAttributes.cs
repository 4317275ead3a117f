using System.Buffers;

namespace DigiOne.Outreach.Rendering;

/// <summary>
/// Goes through the attributes of a page's tags in order, as browsers find them (WHATWG HTML 13.2.5), and those in comments as
/// well: Outlook reads some. A page may end in the midst of one.
/// </summary>
internal ref struct HtmlAttributes(ReadOnlySpan<char> html)
{
    private static readonly SearchValues<char> Blank = SearchValues.Create(" \t\r\n\f");
    private static readonly SearchValues<char> BlankOrSlash = SearchValues.Create(" \t\r\n\f/");
    private static readonly SearchValues<char> AfterElement = SearchValues.Create(" \t\r\n\f/>");
    private static readonly SearchValues<char> AfterName = SearchValues.Create(" \t\r\n\f/>=");
    private static readonly SearchValues<char> AfterBareValue = SearchValues.Create(" \t\r\n\f>");
    private static readonly string[] RawElements = ["script", "style", "title", "textarea"];
    private readonly ReadOnlySpan<char> _html = html;
    private int _at;
    private int _limit = html.Length;
    private bool _inTag;
    private ReadOnlySpan<char> _element;

    /// <summary>The attribute's name as it stands.</summary>
    public ReadOnlySpan<char> Name { get; private set; }

    /// <summary>Its value as it stands, without quotes; as much as there is where the page ends in it.</summary>
    public ReadOnlySpan<char> Value { get; private set; }

    /// <summary>Whether the value stands in quotes.</summary>
    public bool IsQuoted { get; private set; }

    /// <summary>Whether the page ends in the value, or before it.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Where the tag begins in which the page ends; where it ends in text, that end.</summary>
    public int Begin { get; private set; }

    /// <summary>Goes to the next attribute that has a value.</summary>
    /// <returns>False at the end.</returns>
    public bool Next()
    {
        while (_inTag || FindTag())
        {
            if (ReadAttribute())
                return true;
            if (_inTag && _at == _html.Length)
                return false;
        }

        return false;
    }

    private bool FindTag()
    {
        while (true)
        {
            var next = _html[_at.._limit].IndexOf('<');
            if (next < 0 && _limit == _html.Length)
            {
                Begin = _at = _limit;
                return false;
            }

            if (next < 0)
            {
                // Out of a comment.
                _at = _limit;
                _limit = _html.Length;
                continue;
            }

            Begin = _at += next;
            var tag = _html[(_at + 1).._limit].TrimStart('/');
            if (tag.StartsWith("!--") && _limit == _html.Length)
            {
                _at += "<!--".Length;
                var end = _html[_at..].IndexOf("-->");
                _limit = end < 0 ? _html.Length : _at + end;
            }
            else if (tag.Length > 0 && char.IsAsciiLetter(tag[0]))
            {
                var length = tag.IndexOfAny(AfterElement);
                _element = length < 0 ? tag : tag[..length];
                _at = _limit - tag.Length + _element.Length;
                return _inTag = true;
            }
            else
            {
                _at++;
            }
        }
    }

    private bool ReadAttribute()
    {
        Skip(BlankOrSlash);
        if (_at >= _limit || _html[_at] == '>')
        {
            LeaveTag();
            return false;
        }

        var start = _at++;
        To(AfterName);
        Name = _html[start.._at];
        Skip(Blank);
        if (_at >= _limit || _html[_at] != '=')
            return false;

        _at++;
        Skip(Blank);
        IsQuoted = _at < _limit && _html[_at] is '"' or '\'';
        start = IsQuoted ? _at + 1 : _at;
        if (IsQuoted)
        {
            var length = _html[start.._limit].IndexOf(_html[_at]);
            _at = length < 0 ? _limit : start + length;
        }
        else
        {
            To(AfterBareValue);
        }

        Value = _html[start.._at];
        IsOpen = _at == _html.Length;
        if (IsQuoted && _at < _limit)
            _at++;
        return true;
    }

    private void LeaveTag()
    {
        if (_at == _html.Length)
            return;
        _inTag = false;
        foreach (var raw in RawElements)
        {
            if (_at < _limit && _element.Equals(raw, StringComparison.OrdinalIgnoreCase) && _html[Begin + 1] != '/')
            {
                var end = _html[_at.._limit].IndexOf($"</{raw}", StringComparison.OrdinalIgnoreCase);
                _at = end < 0 ? _limit : _at + end;
            }
        }
    }

    private void Skip(SearchValues<char> any)
    {
        var length = _html[_at.._limit].IndexOfAnyExcept(any);
        _at = length < 0 ? _limit : _at + length;
    }

    private void To(SearchValues<char> any)
    {
        var length = _html[_at.._limit].IndexOfAny(any);
        _at = length < 0 ? _limit : _at + length;
    }
}
