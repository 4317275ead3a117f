using System.Globalization;
using System.Text.RegularExpressions;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Social;
using DigiOne.Outreach.Web.Words;
using Microsoft.Extensions.Localization;

namespace DigiOne.Outreach.Web;

/// <summary>Says in the reader's language what we ourselves have written down of a message; what a server said stays as it is.</summary>
internal sealed partial class Explain(IStringLocalizer<ExplanationWords> text)
{
    /// <summary>All sentences of ours that rows may keep.</summary>
    internal static readonly IReadOnlyList<Explanation> All = [.. DeliveryExplanations.All, .. MailExplanations.All, .. PostExplanations.All];

    /// <summary>The sentence in the reader's language; null where it is a server's.</summary>
    internal string? InWords(string said) => InPieces(said) is { } pieces ? string.Concat(pieces.Select(piece => piece.Text)) : null;

    /// <summary>The sentence in the reader's language, with what a system said in English as pieces of their own; null where it is a server's.</summary>
    internal IReadOnlyList<Piece>? InPieces(string said)
    {
        foreach (var explanation in All)
            if (explanation.Read(said) is var (code, parts))
                return [new Piece(code, false), .. Filled(explanation, parts)];
        return null;
    }

    private IEnumerable<Piece> Filled(Explanation explanation, string[] parts)
    {
        var sentence = text[$"{explanation.Name}"].Value;
        var from = 0;
        foreach (Match hole in Hole().Matches(sentence))
        {
            yield return new Piece(sentence[from..hole.Index], false);
            var number = int.Parse(hole.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            foreach (var piece in InPieces(parts[number]) ?? [new Piece(parts[number], explanation.Foreign == number)])
                yield return piece;
            from = hole.Index + hole.Length;
        }

        yield return new Piece(sentence[from..], false);
    }

    [GeneratedRegex(@"\{(\d)(?::0)?\}", RegexOptions.CultureInvariant)]
    private static partial Regex Hole();

    /// <summary>A piece of a sentence.</summary>
    /// <param name="Text">As it is shown.</param>
    /// <param name="IsForeign">Whether a system said it, in English.</param>
    internal readonly record struct Piece(string Text, bool IsForeign);
}
