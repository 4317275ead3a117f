using DigiOne.Outreach.Audience;

namespace DigiOne.Outreach.Deliveries;

/// <summary>What kinds of mailings have in common.</summary>
internal static class MailingKinds
{
    /// <summary>SQL that says whether the mailing <c>m</c> is its recipient's own matter.</summary>
    internal static readonly string IsOwnMatter =
        $"(m.kind IN ({string.Join(", ", Enum.GetValues<MailingKind>().Where(kind => kind.Purpose == MailPurpose.OwnMatter).Select(kind => $"'{kind}'"))}))";

    /// <summary>What nobody plans: tries of one's own, and answers to single people. Lists of what the team sends leave them out.</summary>
    internal static readonly IReadOnlyList<MailingKind> Unplanned =
        [MailingKind.Test, .. Enum.GetValues<MailingKind>().Where(kind => kind.Purpose == MailPurpose.OwnMatter)];

    extension(MailingKind kind)
    {
        /// <summary>What it is to its recipients, as far as suppressions ask.</summary>
        internal MailPurpose Purpose => kind is MailingKind.Registration or MailingKind.Confirmation ? MailPurpose.OwnMatter : MailPurpose.Published;
    }
}
