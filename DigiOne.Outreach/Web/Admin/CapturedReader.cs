using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Mail;
using Microsoft.AspNetCore.Authorization;

namespace DigiOne.Outreach.Web.Admin;

/// <summary>Reads captured messages for those who may: one that belongs to no mailing is the communications team's.</summary>
internal sealed class CapturedReader(CapturedMailbox mailbox, MailingSummaries mailings, IAuthorizationService authorization)
{
    /// <summary>Reads one; null where there is none, or none for this person.</summary>
    internal async Task<CapturedMail?> ReadAsync(string id, HttpContext context) =>
        await mailbox.ReadAsync(id, context.RequestAborted) is { } mail && await MayReadAsync(mail, context) ? mail : null;

    private async Task<bool> MayReadAsync(CapturedMail mail, HttpContext context) =>
        await authorization.KindsSeenAsync(context.User) is not { } kinds
        || (MailingContent.MailingOf(mail.MessageId) is { } id
            && await mailings.FindAsync(id, context.RequestAborted) is { } mailing && kinds.Contains(mailing.Kind));
}
