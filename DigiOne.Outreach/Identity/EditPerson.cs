using System.Security.Claims;
using Microsoft.AspNetCore.Identity;

namespace DigiOne.Outreach.Identity;

/// <summary>What people change about themselves.</summary>
internal sealed class EditPerson(UserManager<Person> people, SignInManager<Person> signIn)
{
    internal const int NameLength = 300;

    /// <summary>The signed-in person, or null when the row is gone.</summary>
    internal Task<Person?> FindAsync(ClaimsPrincipal principal) => people.GetUserAsync(principal);

    /// <summary>Keeps name and language, and writes the cookie anew, which carries both.</summary>
    /// <returns>False when the person is gone or someone else changed the row at the same time.</returns>
    internal async Task<bool> ExecuteAsync(ClaimsPrincipal principal, string? name, string language)
    {
        if (await people.GetUserAsync(principal) is not { } person)
            return false;
        person.Name = name ?? person.Name;
        person.Language = language;
        if (!(await people.UpdateAsync(person)).Succeeded)
            return false;
        await signIn.RefreshSignInAsync(person);
        return true;
    }

    /// <summary>Ends every cookie of the person, here at once and elsewhere within a minute.</summary>
    internal async Task SignOutEverywhereAsync(ClaimsPrincipal principal)
    {
        if (await people.GetUserAsync(principal) is { } person)
            await people.UpdateSecurityStampAsync(person);
        await signIn.SignOutAsync();
    }
}
