using System.Text;
using System.Text.RegularExpressions;

namespace DigiOne.Outreach.Mail.Reading;

/// <summary>
/// Text in the one form that phrases are looked for in: small letters, single blanks, plain quotes, addresses written
/// <c>{a}</c> (a mailbox may be called anything), and the codes gone that repeat at each line of a long reply.
/// </summary>
internal static partial class PlainWords
{
    private const int MostCompared = 8000;

    /// <summary>Brings a text into that form.</summary>
    internal static string Of(string text)
    {
        var source = text.Length <= MostCompared ? text : text[..MostCompared];
        if (source.Contains('-', StringComparison.Ordinal))
            source = Continued().Replace(source, " ");
        var addresses = AddressScan.Find(source, needsDot: false);
        var words = new StringBuilder(source.Length + 2).Append(' ');
        var next = 0;
        for (var i = 0; i < source.Length; i++)
        {
            if (next < addresses.Count && i == addresses[next].Start)
            {
                words.Append("{a}");
                i = addresses[next].End - 1;
                while (next < addresses.Count && addresses[next].Start <= i)
                    next++;
                continue;
            }

            var letter = source[i] switch
            {
                '’' or '‘' or '`' or '´' or '"' or '“' or '”' or '«' or '»' => '\'',
                '<' or '>' => ' ',
                var other => char.ToLowerInvariant(other),
            };
            if (!char.IsWhiteSpace(letter))
                words.Append(letter);
            else if (words[^1] != ' ')
                words.Append(' ');
        }

        return words[^1] == ' ' ? words.ToString() : words.Append(' ').ToString();
    }

    // 550-5.1.1 at the beginning of each line of a reply, also where the lines were joined.
    [GeneratedRegex(@"(?:^|\s)[245]\d\d-(?:[245]\.\d{1,3}\.\d{1,3}\s)?", RegexOptions.NonBacktracking)]
    private static partial Regex Continued();
}
