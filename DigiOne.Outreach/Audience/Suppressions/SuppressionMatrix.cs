using System.Text.Json;

namespace DigiOne.Outreach.Audience;

/// <summary>
/// Which reason keeps which mail back. It stands here alone: what freezes an audience, counts a canary and has the last word
/// before a hand-over takes its SQL from here, the same on both engines.
/// </summary>
internal static class SuppressionMatrix
{
    /// <summary>All reasons, those that keep everything back first.</summary>
    internal static readonly IReadOnlyList<SuppressionReason> Reasons =
    [
        .. Enum.GetValues<SuppressionReason>().OrderByDescending(reason => Enum.GetValues<MailPurpose>().Count(purpose => Blocks(reason, purpose))),
    ];

    /// <summary>Whether a reason keeps a mail of a purpose back.</summary>
    internal static bool Blocks(SuppressionReason reason, MailPurpose purpose) => (reason, purpose) switch
    {
        // Whoever wants no more of what we publish still gets an answer to what they ask for.
        (SuppressionReason.Complaint or SuppressionReason.Unsubscribed, MailPurpose.OwnMatter) => false,
        _ => true,
    };

    /// <summary>SQL: whether a row of <c>suppressions</c> keeps a mail of a purpose back.</summary>
    /// <param name="row">The row's name in the statement.</param>
    /// <param name="purpose">What the mail is.</param>
    internal static string Blocking(string row, MailPurpose purpose) =>
        $"({string.Join(" OR ", Reasons.Where(reason => Blocks(reason, purpose)).Select(reason => Holds(row, reason)))})";

    /// <summary>The same where only the statement knows what the mail is.</summary>
    /// <param name="row">The row's name in the statement.</param>
    /// <param name="isOwnMatter">SQL that says whether the mail is its recipient's own matter.</param>
    internal static string Blocking(string row, string isOwnMatter) =>
        $"({string.Join(" OR ", Reasons.Select(reason => Condition(row, reason, isOwnMatter)))})";

    /// <summary>SQL: whether a row of <c>suppressions</c> has any reason.</summary>
    internal static string Any(string row) => $"({string.Join(" OR ", Reasons.Select(reason => Holds(row, reason)))})";

    /// <summary>SQL: a word for the reason that keeps a mail of a purpose back, null where none does.</summary>
    /// <param name="row">The row's name in the statement.</param>
    /// <param name="purpose">What the mail is.</param>
    /// <param name="word">The word for a reason.</param>
    internal static string Reason(string row, MailPurpose purpose, Func<SuppressionReason, string> word) =>
        Cases(Reasons.Where(reason => Blocks(reason, purpose)), reason => Holds(row, reason), word);

    /// <summary>The same where only the statement knows what the mail is.</summary>
    /// <param name="row">The row's name in the statement.</param>
    /// <param name="isOwnMatter">SQL that says whether the mail is its recipient's own matter.</param>
    /// <param name="word">The word for a reason.</param>
    internal static string Reason(string row, string isOwnMatter, Func<SuppressionReason, string> word) =>
        Cases(Reasons, reason => Condition(row, reason, isOwnMatter), word);

    /// <summary>The columns of a reason begin with this.</summary>
    internal static string ColumnsOf(SuppressionReason reason) => JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString());

    private static string Holds(string row, SuppressionReason reason) => $"{row}.{ColumnsOf(reason)}_since IS NOT NULL";

    private static string Condition(string row, SuppressionReason reason, string isOwnMatter) =>
        Blocks(reason, MailPurpose.OwnMatter) ? Holds(row, reason) : $"({Holds(row, reason)} AND NOT {isOwnMatter})";

    private static string Cases(IEnumerable<SuppressionReason> reasons, Func<SuppressionReason, string> condition, Func<SuppressionReason, string> word) =>
        $"CASE {string.Join(' ', reasons.Select(reason => $"WHEN {condition(reason)} THEN '{word(reason)}'"))} END";
}
