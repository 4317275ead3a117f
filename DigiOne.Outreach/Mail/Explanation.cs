using System.Globalization;
using System.Text.RegularExpressions;

namespace DigiOne.Outreach.Mail;

/// <summary>
/// A sentence of ours where no server spoke, or around what one said. Rows, logs and the API keep it in English; pages know
/// it again by its form and say it in the reader's language.
/// </summary>
internal sealed partial class Explanation
{
    private const string Code = @"\d{3} (?:\d\.\d{1,3}\.\d{1,3} )?";

    // Only pages know sentences again: who writes one down needs no form.
    private readonly Lazy<Regex> _form;

    /// <param name="name">The name by which pages say it.</param>
    /// <param name="sentence">The sentence, with holes <c>{0}</c>, <c>{1}</c> for what differs, <c>{0:0}</c> for a whole number.</param>
    /// <param name="hasCode">Whether it stands behind a reply's code. Others never begin with one, as what servers say always does.</param>
    /// <param name="foreign">The hole that takes what a system said, in its own English; null where none does.</param>
    internal Explanation(string name, string sentence, bool hasCode = false, int? foreign = null)
    {
        (Name, Sentence, HasCode, Foreign) = (name, sentence, hasCode, foreign);
        _form = new Lazy<Regex>(Form);
    }

    /// <summary>The name by which pages say it.</summary>
    internal string Name { get; }

    /// <summary>The sentence with its holes, in English.</summary>
    internal string Sentence { get; }

    /// <summary>Whether it stands behind a reply's code.</summary>
    internal bool HasCode { get; }

    /// <summary>The hole that takes what a system said, in its own English; null where none does.</summary>
    internal int? Foreign { get; }

    /// <summary>The sentence up to its first hole: what every one begins with.</summary>
    internal string Beginning => Sentence.IndexOf('{', StringComparison.Ordinal) is var hole and >= 0 ? Sentence[..hole] : Sentence;

    /// <summary>The sentence, its holes filled.</summary>
    internal string Of(params object[] parts) => string.Format(CultureInfo.InvariantCulture, Sentence, parts);

    /// <summary>Knows it again.</summary>
    /// <returns>The code before it and what fills its holes; null where it is another sentence, or a server's.</returns>
    internal (string Code, string[] Parts)? Read(string text)
    {
        if (!HasCode && Sentence.StartsWith("{0}", StringComparison.Ordinal) && SmtpReply.IsSpoken(text))
            return null;
        var found = _form.Value.Match(text);
        return found.Success
            ? (found.Groups["code"].Value,
                [.. found.Groups.Values.Where(group => group.Name[0] == 'p').OrderBy(group => group.Name, StringComparer.Ordinal).Select(group => group.Value)])
            : null;
    }

    private Regex Form()
    {
        var filled = new HashSet<string>();
        // What fills a hole twice is the same both times.
        var form = Hole().Replace(Regex.Escape(Sentence).Replace("\\{", "{", StringComparison.Ordinal), hole =>
            !filled.Add(hole.Groups[1].Value) ? $"\\k<p{hole.Groups[1]}>" : $"(?<p{hole.Groups[1]}>{(hole.Groups[2].Success ? "[0-9]+" : ".+?")})");
        return new Regex($"^(?<code>{(HasCode ? Code : "")}){form}$", RegexOptions.Singleline | RegexOptions.CultureInvariant);
    }

    [GeneratedRegex(@"\{(\d)(:0)?\}", RegexOptions.CultureInvariant)]
    private static partial Regex Hole();
}
