using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace DigiOne.Outreach.Rendering;

/// <summary>One recipient's values of the fields, as text and as HTML.</summary>
internal sealed class RecipientValues
{
    private const int LongestPlain = 1000;

    // What nothing on the way to a reader changes: ASCII without { and :, and the letters of Latin alphabets
    private static readonly SearchValues<char> Ordinary = SearchValues.Create(
        string.Concat(Enumerable.Range(' ', '~' - ' ' + 1).Concat(Enumerable.Range('\u00C0', 0x0250 - 0x00C0)).Select(c => (char)c).Where(c => c is not ('{' or ':'))));

    private readonly string[] _values = new string[2 * MailFields.All.Count];

    /// <param name="name">Name, or empty.</param>
    /// <param name="address">Address.</param>
    /// <param name="municipality">Name of the municipality, or null.</param>
    /// <param name="links">The recipient's own, absolute http or https addresses.</param>
    internal RecipientValues(string name, string address, string? municipality, RecipientLinks links)
    {
        Set(MailField.Name, name);
        Set(MailField.Address, address);
        Set(MailField.Municipality, municipality);
        Set(MailField.Unsubscribe, links.Unsubscribe);
        Set(MailField.Preferences, links.Preferences);
        Set(MailField.Confirm, links.Confirm);
        IsPlain = IsPlainText(name) && IsPlainText(address) && IsPlainText(municipality);
    }

    /// <summary>The values by number: see <see cref="HoleText.Hole"/>.</summary>
    internal IReadOnlyList<string> All => _values;

    /// <summary>Which fields are not empty, a bit for each; recipients of one shape differ in nothing but the values.</summary>
    internal int Shape { get; private set; }

    /// <summary>
    /// Whether the values come out of a rendering as they went in. One with control or invisible characters, blanks at its
    /// ends or in a row does not: reading the text off a page changes those.
    /// </summary>
    internal bool IsPlain { get; }

    /// <summary>The values in a template's data.</summary>
    internal static RecipientValues From(JsonObject data)
    {
        return new(
            Of(MailField.Name) ?? "", Of(MailField.Address) ?? "", Of(MailField.Municipality),
            new RecipientLinks(Of(MailField.Unsubscribe), Of(MailField.Preferences), Of(MailField.Confirm)));

        string? Of(MailField field)
        {
            var (owner, member) = MailFields.PathOf(field);
            return (string?)data[owner]?[member];
        }
    }

    private void Set(MailField field, string? value)
    {
        _values[HoleText.Hole(field, escaped: false)] = value ?? "";
        _values[HoleText.Hole(field, escaped: true)] = value is null ? "" : HtmlEscape.Text(value);
        if (!string.IsNullOrEmpty(value)) Shape |= 1 << (int)field;
    }

    private static bool IsPlainText(string? value)
    {
        if (string.IsNullOrEmpty(value)) return true;
        // At their ends, marks of quotations and lists are taken off where a link's text is compared with its address
        return value.Length <= LongestPlain && value[0] is not (' ' or '>' or '-') && value[^1] is not (' ' or '>' or '-' or '=')
            && !value.Contains("  ", StringComparison.Ordinal)
            && (!value.AsSpan().ContainsAnyExcept(Ordinary) || AllVisible(value));
    }

    private static bool AllVisible(string value)
    {
        foreach (var rune in value.EnumerateRunes())
        {
            // { counts in words such as {1}, : where an address begins
            if (rune == Rune.ReplacementChar || rune.Value is '{' or ':') return false;
            if (rune.Value != ' ' && Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse
                or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned)
                return false;
        }

        return true;
    }
}
