using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Inbound;

/// <summary>
/// Takes an erased person out of what came in. Each row stays, so that its message is not read again and its mailing's numbers
/// stay right, and loses who wrote it, what it says and what servers said.
/// </summary>
internal sealed class ForgetInbound : IPersonalData
{
    /// <inheritdoc />
    public string Kind => "inbound";

    /// <inheritdoc />
    public async Task<int> ForgetAsync(OutreachDb db, ContactId contact, string normalAddress, CancellationToken cancellationToken)
    {
        var feedback = await db.Set<Feedback>().Where(row => row.ContactId == contact)
            .ExecuteUpdateAsync(
                row => row.SetProperty(r => r.ContactId, (ContactId?)null).SetProperty(r => r.Diagnostic, (string?)null), cancellationToken);
        var messages = await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE inbound_messages SET contact_id = NULL, "from" = '', subject = '', text = '', recipients = '[]'
            WHERE contact_id = {contact} OR lower("from") = {normalAddress}
            """,
            cancellationToken);
        return feedback + messages;
    }
}
