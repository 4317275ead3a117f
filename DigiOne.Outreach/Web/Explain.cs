using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Social;
using DigiOne.Outreach.Web.Words;
using Microsoft.Extensions.Localization;

namespace DigiOne.Outreach.Web;

/// <summary>Says in the reader's language what we ourselves have written down of a message; what a server said stays as it is.</summary>
internal sealed class Explain(IStringLocalizer<ExplanationWords> text)
{
    /// <summary>All sentences of ours that rows may keep.</summary>
    internal static readonly IReadOnlyList<Explanation> All = [.. DeliveryExplanations.All, .. MailExplanations.All, .. PostExplanations.All];

    /// <summary>The sentence in the reader's language; null where it is a server's.</summary>
    internal string? InWords(string said)
    {
        foreach (var explanation in All)
            if (explanation.Read(said) is var (code, parts))
                return $"{code}{text[$"{explanation.Name}", [.. parts.Select(part => InWords(part) ?? part)]]}";
        return null;
    }
}
