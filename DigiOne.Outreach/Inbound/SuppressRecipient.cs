using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Mail.Reading;
using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Inbound;

/// <summary>Suppresses the address that a delivery went to, inside the caller's transaction; nobody's where the person was erased since.</summary>
internal sealed class SuppressRecipient(Suppress suppress)
{
    /// <summary>Suppresses it.</summary>
    internal async Task ExecuteAsync(
        OutreachDb db, Delivery delivery, SuppressionReason reason, FailedRecipient? told, CancellationToken cancellationToken)
    {
        if (delivery.Address.Length > 0)
            await suppress.ExecuteAsync(
                db, AddressNormalForm.Of(delivery.Address), reason, new SuppressionOrigin(SuppressionSource.Mail, Note: told?.Diagnostic), cancellationToken);
    }
}
