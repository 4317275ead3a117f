namespace DigiOne.Outreach.Mail.Reading;

/// <summary>What a report says of one recipient, before anything is made of it.</summary>
/// <param name="Address">Whom.</param>
/// <param name="Said">The words of the system that refused, or of the part of a notice that is about this recipient.</param>
/// <param name="Status">The enhanced code that the report declares.</param>
/// <param name="Notice">The notice for people around it; empty where it is about several recipients.</param>
/// <param name="IsDelay">Whether the message is still under way.</param>
internal sealed record Failure(string Address, string Said, string? Status, string Notice, bool IsDelay);

/// <summary>Hard or soft, and why: the steps that the head of <c>bounce-rules.txt</c> tells.</summary>
internal static class JudgeFailure
{
    private const int LongestNotice = 4000;
    private const string Unknown = "unexplained";

    /// <summary>Judges one failure.</summary>
    internal static FailedRecipient Of(Failure failure)
    {
        var notice = failure.Notice.Length <= LongestNotice ? failure.Notice : failure.Notice[..LongestNotice];
        var own = Refusal(StatusCode.Find(failure.Said));
        var near = Better(own, failure.Status);
        var code = near ?? Refusal(StatusCode.Find(notice));
        var rule = RuleOf(PlainWords.Of(failure.Said), PlainWords.Of(notice), near, code, StatusCode.FindReply(failure.Said) ?? StatusCode.FindReply(notice));
        var (permanence, reason) = failure.IsDelay
            ? (Permanence.Soft, rule is { Permanence: Permanence.Soft } soft ? soft.Reason : "delayed")
            : rule is not null ? (rule.Permanence, rule.Reason)
            : Unexplained(code, failure.Status);
        return new FailedRecipient(failure.Address, permanence, reason, failure.Status is { } declared && !StatusCode.IsVague(declared) ? declared : code ?? failure.Status, Shorten(failure.Said) ?? Shorten(notice))
        {
            IsDelay = failure.IsDelay,
        };
    }

    private static BounceRule? RuleOf(string said, string notice, string? near, string? code, string? reply)
    {
        return BounceRules.ByText(said)
            ?? (IsOfAddress(near) ? null : BounceRules.ByHint(said))
            ?? BounceRules.ByText(notice)
            ?? BounceRules.ByCode(code)
            ?? BounceRules.ByHint(said)
            ?? BounceRules.ByVague(said)
            ?? BounceRules.ByHint(notice)
            ?? BounceRules.ByVague(notice)
            ?? BounceRules.ByReply(reply);
    }

    private static bool IsOfAddress(string? code) => code is not null && code.StartsWith("5.1.", StringComparison.Ordinal);

    private static string? Refusal(string? code) => code is ['2', ..] ? null : code;

    // What the refusing system said itself beats what the reporting one made of it, unless it says nothing.
    private static string? Better(string? said, string? declared) => StatusCode.IsVague(said) && declared is not null ? declared : said;

    private static (Permanence Permanence, string Reason) Unexplained(string? code, string? declared) =>
        code is null && declared is null ? (Permanence.Unknown, Unknown) : (Permanence.Soft, (code ?? declared)![0] == '4' ? "temporary" : Unknown);

    private static string? Shorten(string said)
    {
        var line = string.Join(' ', said.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length == 0 ? null : line.Length <= FailedRecipient.LongestDiagnostic ? line : $"{line.AsSpan(0, FailedRecipient.LongestDiagnostic - 1)}…";
    }
}
