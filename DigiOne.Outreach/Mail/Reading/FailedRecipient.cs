using System.Text.Json.Serialization;

namespace DigiOne.Outreach.Mail.Reading;

/// <summary>One recipient that a bounce or a complaint is about.</summary>
/// <param name="Address">The address, cleaned, in the letters that the report has.</param>
/// <param name="Permanence">Whether mailing again makes sense.</param>
/// <param name="Reason">The rule that decided, as <c>bounce-rules.txt</c> names it; for a complaint the type of its report.</param>
/// <param name="Status">The enhanced status code (RFC 3463), where there is one.</param>
/// <param name="Diagnostic">What the reporting system said, at most <see cref="LongestDiagnostic"/> characters of it.</param>
public sealed record FailedRecipient(string Address, Permanence Permanence, string Reason, string? Status, string? Diagnostic)
{
    /// <summary>How much of a system's words is kept.</summary>
    public const int LongestDiagnostic = 500;

    /// <summary>Whether the message is still under way; told by the permanence too, which is soft then.</summary>
    [JsonIgnore]
    public bool IsDelay { get; init; }
}
