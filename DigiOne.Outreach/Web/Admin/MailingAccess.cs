using System.Security.Claims;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Identity;
using Microsoft.AspNetCore.Authorization;

namespace DigiOne.Outreach.Web.Admin;

/// <summary>
/// Who may decide about a mailing and see who gets it: organisers where it belongs to info sessions, the communications team
/// everywhere.
/// </summary>
internal static class MailingAccess
{
    private static readonly MailingKind[] OfSessions = [MailingKind.Invitation, MailingKind.Reminder];

    /// <summary>Whether a person may decide about mailings of a kind, and see who gets them.</summary>
    internal static async Task<bool> MayDecideAsync(this IAuthorizationService authorization, ClaimsPrincipal person, MailingKind kind) =>
        (await authorization.AuthorizeAsync(person, OfSessions.Contains(kind) ? Policies.Organise : Policies.Communicate)).Succeeded;

    /// <summary>The kinds of mailings of which a person may see who gets them; null for all.</summary>
    internal static async Task<IReadOnlyList<MailingKind>?> KindsSeenAsync(this IAuthorizationService authorization, ClaimsPrincipal person) =>
        (await authorization.AuthorizeAsync(person, Policies.Communicate)).Succeeded ? null : OfSessions;
}
