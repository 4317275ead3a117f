using System.Security.Claims;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Identity;
using Microsoft.AspNetCore.Authorization;

namespace DigiOne.Outreach.Web.Admin;

/// <summary>Who may decide about a mailing: organisers about what belongs to info sessions, the communications team about everything.</summary>
internal static class MailingAccess
{
    internal static async Task<bool> MayDecideAsync(this IAuthorizationService authorization, ClaimsPrincipal person, MailingKind kind) =>
        (await authorization.AuthorizeAsync(
            person, kind is MailingKind.Invitation or MailingKind.Reminder ? Policies.Organise : Policies.Communicate)).Succeeded;
}
