using System.Globalization;
using System.Text;

namespace DigiOne.Outreach.Audience.Import;

/// <summary>What became of a row: of the person, and of the list.</summary>
/// <param name="Line">Line of the file on which the row starts.</param>
/// <param name="Person">What became of what is known of the person.</param>
/// <param name="Membership">What became of the list.</param>
internal readonly record struct RowResult(int Line, PersonResult Person, MembershipResult Membership)
{
    /// <summary>Results as text: the line and a letter for each of both, in the order in which the enums have them.</summary>
    internal static string Write(IEnumerable<RowResult> results)
    {
        var text = new StringBuilder();
        foreach (var result in results)
            text.Append(CultureInfo.InvariantCulture, $"{result.Line}").Append((char)('A' + (int)result.Person)).Append((char)('a' + (int)result.Membership));
        return text.ToString();
    }

    /// <summary>Reads them again.</summary>
    internal static IEnumerable<RowResult> Read(string text)
    {
        var start = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (char.IsAsciiDigit(text[at]))
                continue;
            yield return new RowResult(
                int.Parse(text.AsSpan(start, at - start), CultureInfo.InvariantCulture), (PersonResult)(text[at] - 'A'), (MembershipResult)(text[at + 1] - 'a'));
            start = at + 2;
            at++;
        }
    }
}

/// <summary>What became of what is known of a person. Only added to at the end: stored by its place.</summary>
internal enum PersonResult
{
    /// <summary>The person is new.</summary>
    Created,

    /// <summary>Something changed.</summary>
    Updated,

    /// <summary>Nothing changed.</summary>
    Unchanged,

    /// <summary>Nobody is known by this address, and none was made.</summary>
    None,
}

/// <summary>What became of the list. Only added to at the end: stored by its place.</summary>
internal enum MembershipResult
{
    /// <summary>The person is on it and was not before.</summary>
    Joined,

    /// <summary>The person was on it already.</summary>
    Already,

    /// <summary>The person left it, and stays out.</summary>
    Left,

    /// <summary>The address is suppressed, and stays out.</summary>
    Suppressed,
}
