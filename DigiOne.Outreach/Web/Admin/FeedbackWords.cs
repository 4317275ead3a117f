using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Mail.Reading;
using DigiOne.Outreach.Web.Words;
using Microsoft.Extensions.Localization;

namespace DigiOne.Outreach.Web.Admin;

/// <summary>Says in the reader's language what came back of a delivery.</summary>
internal static class FeedbackWords
{
    /// <summary>What it is.</summary>
    internal static string Of(IStringLocalizer<DeliveryWords> text, Feedback feedback) => feedback.Kind switch
    {
        FeedbackKind.Complaint => text["Feedback.Complaint"],
        FeedbackKind.Delay => text["Feedback.Delay"],
        _ => text[$"Feedback.Bounce.{feedback.Permanence}"],
    };

    /// <summary>Why, with the code that was given: in words where there are some for the rule that told it.</summary>
    internal static string ReasonOf(IStringLocalizer<DeliveryWords> text, Feedback feedback) =>
        feedback.Kind == FeedbackKind.Complaint ? "–" : ReasonOf(text, feedback.Permanence, feedback.Reason, feedback.Status);

    /// <summary>The same of what a report says.</summary>
    internal static string ReasonOf(IStringLocalizer<DeliveryWords> text, FailedRecipient told) =>
        ReasonOf(text, told.Permanence, told.Reason, told.Status);

    private static string ReasonOf(IStringLocalizer<DeliveryWords> text, Permanence permanence, string reason, string? status)
    {
        var word = text[$"Bounce.{NameOf(reason)}"];
        return (word.ResourceNotFound, status) switch
        {
            (false, null) => word,
            (false, _) => $"{word.Value} ({status})",
            (true, null) => permanence == Permanence.Unknown ? "–" : reason,
            (true, _) => status,
        };
    }

    // Rules are named like no-mailbox.
    private static string NameOf(string reason) =>
        string.Concat(reason.Split('-').Select(word => word.Length == 0 ? "" : char.ToUpperInvariant(word[0]) + word[1..]));
}
