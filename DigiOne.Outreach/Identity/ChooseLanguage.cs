using System.Security.Claims;
using DigiOne.Outreach.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Identity;

/// <summary>Keeps the language that a signed-in person reads the pages in.</summary>
internal sealed class ChooseLanguage(OutreachDb db, UserManager<Person> people, SignInManager<Person> signIn)
{
    internal async Task ExecuteAsync(ClaimsPrincipal principal, string language, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(people.GetUserId(principal), out var id))
            return;
        await db.Set<Person>().Where(person => person.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(person => person.Language, language), cancellationToken);
        // The cookie carries the language, so it is written anew.
        if (await people.FindByIdAsync(id.ToString()) is { } person)
            await signIn.RefreshSignInAsync(person);
    }
}
