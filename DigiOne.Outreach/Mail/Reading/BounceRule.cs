namespace DigiOne.Outreach.Mail.Reading;

/// <summary>A reason for which mail does not arrive, and how it is told from the others.</summary>
internal sealed class BounceRule(string reason, Permanence permanence)
{
    /// <summary>Its name.</summary>
    internal string Reason { get; } = reason;

    /// <summary>What it means for the next message.</summary>
    internal Permanence Permanence { get; } = permanence;

    /// <summary>Words that prove it.</summary>
    internal List<Phrase> Texts { get; } = [];

    /// <summary>Words that speak for it where no rule has better.</summary>
    internal List<Phrase> Hints { get; } = [];

    /// <summary>Words that many systems use for many things.</summary>
    internal List<Phrase> Vague { get; } = [];

    /// <summary>Enhanced codes; one that ends with a dot stands for all that begin so.</summary>
    internal List<string> Codes { get; } = [];

    /// <summary>Reply codes.</summary>
    internal List<string> Replies { get; } = [];

    /// <summary>Whether an enhanced code is one of the rule's.</summary>
    internal bool HasCode(string code) =>
        Codes.Exists(own => own.EndsWith('.') ? code.StartsWith(own, StringComparison.Ordinal) : code == own);
}
