namespace DigiOne.Outreach.Rendering;

/// <summary>Marks that stand for the fields while a mail is prepared, each of private-use characters that no text has.</summary>
/// <param name="first">The first private-use character.</param>
/// <param name="inside">Stands in the middle of a mark. Marks hold a blank, so that one in a place without quotes falls apart.</param>
internal sealed class HoleMarks(char first, string inside)
{
    private static readonly char[] End = ['\uF8FF'];

    /// <summary>Two that have nothing in common: what depends on a mark itself comes out differently under the other.</summary>
    internal static IReadOnlyList<HoleMarks> Both { get; } = [new('\uE000', " "), new('\uE100', "\uE1FF k \uE1FF\uE1FF")];

    /// <summary>The mark of a field.</summary>
    internal string Of(MailField field) => $"{(char)(first + (int)field)}{inside}{End[0]}";

    /// <summary>Whether a text holds any mark.</summary>
    internal bool IsIn(string text) => MailFields.All.Any(field => text.Contains(Of(field), StringComparison.Ordinal));

    /// <summary>How many marks stand in a text.</summary>
    internal int CountIn(string text) => Cut(text, escaped: false).Pieces.Count(piece => piece.Constant is null);

    /// <summary>A text without the marks in it.</summary>
    internal string Without(string text) => string.Concat(Cut(text, escaped: false).Pieces.Select(piece => piece.Constant));

    /// <summary>The same text with holes in place of the marks.</summary>
    internal HoleText Cut(string text, bool escaped)
    {
        var pieces = new List<HolePiece>();
        var start = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (FieldAt(text, at) is not { } field) continue;
            if (at > start) pieces.Add(new(text[start..at], -1));
            pieces.Add(new(null, HoleText.Hole(field, escaped)));
            start = at + Of(field).Length;
            at = start - 1;
        }

        if (start < text.Length) pieces.Add(new(text[start..], -1));
        return new(pieces);
    }

    private MailField? FieldAt(string text, int at)
    {
        var field = (MailField)(text[at] - first);
        return (int)field >= 0 && (int)field < MailFields.All.Count && string.CompareOrdinal(text, at, Of(field), 0, Of(field).Length) == 0 ? field : null;
    }
}
