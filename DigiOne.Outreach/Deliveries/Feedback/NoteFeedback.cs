using DigiOne.Outreach.Mail.Reading;
using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Writes down what came back of a delivery, inside the caller's transaction.</summary>
internal sealed class NoteFeedback(TimeProvider clock)
{
    /// <summary>Notes it. Saved with the caller's changes.</summary>
    internal Feedback Execute(OutreachDb db, Delivery delivery, FeedbackKind kind, FailedRecipient? told)
    {
        var feedback = new Feedback
        {
            DeliveryId = delivery.Id,
            MailingId = delivery.MailingId,
            // Of somebody who was erased meanwhile only the number counts.
            ContactId = delivery.Address.Length > 0 ? delivery.ContactId : null,
            Kind = kind == FeedbackKind.Bounce && told?.IsDelay == true ? FeedbackKind.Delay : kind,
            At = clock.GetUtcNow(),
            Permanence = told?.Permanence ?? Permanence.Unknown,
            Reason = Cut(told?.Reason ?? "", FeedbackTable.LongestReason)!,
            Status = Cut(told?.Status, FeedbackTable.LongestStatus),
            Diagnostic = Cut(delivery.Address.Length > 0 ? told?.Diagnostic : null, FailedRecipient.LongestDiagnostic),
        };
        db.Add(feedback);
        return feedback;
    }

    // PostgreSQL takes no NUL in a text, and counts letters where .NET counts UTF-16.
    private static string? Cut(string? text, int most) => text is null ? null : PlainText.Of(text, most);
}
