using System.Text;

namespace DigiOne.Outreach.Rendering;

/// <summary>Lines of plain text in the making: collapses blanks as a page does, and puts quotation and list marks before lines.</summary>
internal sealed class TextLines
{
    private const int DeepestPrefix = 40;

    private readonly StringBuilder _text = new();
    private readonly Stack<int> _prefixes = new();
    private string _prefix = "";
    private string _between = "";
    private string _bullet = "";
    private string _hanging = "";
    private int _breaks;
    private bool _space;

    /// <summary>Whether blanks and line breaks stay as they are.</summary>
    public bool Preformatted { get; set; }

    /// <summary>How much was written, for <see cref="Since"/>.</summary>
    public int Length => _text.Length;

    /// <summary>Ends the line and leaves <paramref name="lines"/> - 1 empty ones; breaks next to each other do not add up.</summary>
    public void Break(int lines)
    {
        _space = false;
        _hanging = "";
        Waiting(Math.Max(_breaks, lines));
    }

    /// <summary>Ends the line here, as <c>br</c> does.</summary>
    public void NewLine()
    {
        _space = false;
        Waiting(Math.Min(_breaks + 1, 2));
    }

    /// <summary>Marks the next text as an item of a list.</summary>
    public void Bullet(string mark) => _bullet = mark;

    public void PushPrefix(string prefix)
    {
        _prefixes.Push(_prefix.Length);
        if (_prefix.Length < DeepestPrefix) _prefix += prefix;
    }

    public void PopPrefix()
    {
        if (_prefixes.TryPop(out var length)) _prefix = _prefix[..Math.Min(length, _prefix.Length)];
    }

    public void Text(string text)
    {
        foreach (var c in text)
        {
            if (Preformatted && c == '\n') NewLine();
            else if (!Preformatted && (char.IsWhiteSpace(c) || c == '\u00A0')) _space = true;
            else if (c is not ('\u00AD' or '\u200B' or '\u200C' or '\u200D' or '\uFEFF') && (c == '\t' || !char.IsControl(c))) Put(c);
        }
    }

    /// <summary>Adds as it stands, to the line that there is; a blank that was waiting comes after it.</summary>
    public void Append(string text)
    {
        if (text.Length == 0) return;
        if (_breaks > 0 || _text.Length == 0) Start();
        _text.Append(text);
    }

    /// <summary>What was written since a length, without blanks and marks around it.</summary>
    public string Since(int start) => Trimmed(_text.ToString(start, _text.Length - start));

    /// <summary>A text without blanks and marks around it.</summary>
    public static string Trimmed(string text) => text.Trim(' ', '\n', '>', '-');

    public override string ToString()
        => string.Join('\n', _text.ToString().Split('\n').Select(line => line.TrimEnd())).Trim('\n') + "\n";

    // An empty line between two blocks carries only the marks that both have
    private void Waiting(int breaks)
    {
        if (_text.Length == 0) return;
        if (_breaks == 0 || _prefix.Length < _between.Length) _between = _prefix;
        _breaks = breaks;
    }

    private void Put(char c)
    {
        if (_breaks > 0 || _text.Length == 0 || _bullet.Length > 0) Start();
        else if (_space) _text.Append(' ');
        _space = false;
        _text.Append(c);
    }

    private void Start()
    {
        for (var i = 0; i < _breaks; i++)
        {
            if (i > 0) _text.Append((_prefix.Length < _between.Length ? _prefix : _between).TrimEnd());
            _text.Append('\n');
        }

        _text.Append(_prefix).Append(_bullet.Length > 0 ? _bullet : _hanging);
        if (_bullet.Length > 0) _hanging = new string(' ', _bullet.Length);
        (_bullet, _breaks) = ("", 0);
    }
}
