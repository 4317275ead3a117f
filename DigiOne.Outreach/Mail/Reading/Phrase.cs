namespace DigiOne.Outreach.Mail.Reading;

/// <summary>
/// Words to look for in <see cref="PlainWords"/>. A star stands for a few words between: <c>mailbox * full</c>. A bar at
/// an end stands for the edge of a word.
/// </summary>
internal sealed class Phrase
{
    private const int WidestGap = 70;

    private readonly string[] _pieces;
    private readonly bool _opens;
    private readonly bool _closes;

    /// <param name="written">As the file has it.</param>
    internal Phrase(string written)
    {
        Written = written;
        _opens = written.StartsWith('|');
        _closes = written.EndsWith('|');
        _pieces = written.Trim('|').Split('*', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>As the file has it.</summary>
    internal string Written { get; }

    /// <summary>Whether a text holds it.</summary>
    internal bool IsIn(string words)
    {
        for (var at = Next(words, 0); at >= 0; at = Next(words, at + 1))
            if (Follows(words, at + _pieces[0].Length))
                return true;
        return false;
    }

    private int Next(string words, int from)
    {
        if (from > words.Length)
            return -1;
        var at = words.IndexOf(_pieces[0], from, StringComparison.Ordinal);
        while (at > 0 && _opens && char.IsLetterOrDigit(words[at - 1]))
            at = words.IndexOf(_pieces[0], at + 1, StringComparison.Ordinal);
        return at;
    }

    private bool Follows(string words, int end)
    {
        for (var i = 1; i < _pieces.Length; i++)
        {
            var found = words.IndexOf(_pieces[i], end, Math.Min(WidestGap + _pieces[i].Length, words.Length - end), StringComparison.Ordinal);
            if (found < 0)
                return false;
            end = found + _pieces[i].Length;
        }

        return !_closes || end >= words.Length || !char.IsLetterOrDigit(words[end]);
    }
}
