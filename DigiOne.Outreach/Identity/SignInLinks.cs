using System.Security.Claims;
using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Identity;

/// <summary>Makes and takes one-time sign-in links. Who can start the program is who administers it, so the link comes from the terminal.</summary>
public sealed class SignInLinks(OutreachDb db, UserManager<Person> people, IOptions<OrganisationOptions> organisation, TimeProvider clock)
{
    /// <summary>How long a link from the terminal works.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    // A used or expired link is remembered for a while, so that its page can say which of the two it is.
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    /// <summary>A link that signs this address in once, within <see cref="Lifetime"/>. An unknown address becomes an administrator.</summary>
    /// <exception cref="ArgumentException">The text is no e-mail address.</exception>
    public async Task<Uri> CreateAsync(string email, CancellationToken cancellationToken)
    {
        var person = await people.FindByEmailAsync(email) ?? await AddAdministratorAsync(email);
        var now = clock.GetUtcNow();
        await db.Set<SignInLink>().Where(link => link.ExpiresAt < now - Remembered).ExecuteDeleteAsync(cancellationToken);
        var token = Secret.Create();
        db.Add(new SignInLink { TokenHash = Secret.Hash(token), PersonId = person.Id, CreatedAt = now, ExpiresAt = now + Lifetime });
        await db.SaveChangesAsync(cancellationToken);
        return new Uri(organisation.Value.PublicBaseUrl, $"/signin/{token}");
    }

    /// <summary>What the link would do; changes nothing, because mail scanners and previews open links too.</summary>
    public async Task<SignInLinkState> LookAsync(string token, CancellationToken cancellationToken)
    {
        var hash = Secret.Hash(token);
        var link = await db.Set<SignInLink>().AsNoTracking().SingleOrDefaultAsync(link => link.TokenHash == hash, cancellationToken);
        if (link is null)
            return new SignInLinkState.Unknown();
        if (link.UsedAt is not null)
            return new SignInLinkState.Used();
        if (link.ExpiresAt <= clock.GetUtcNow())
            return new SignInLinkState.Expired();
        return new SignInLinkState.Usable(await db.Set<Person>().SingleAsync(person => person.Id == link.PersonId, cancellationToken));
    }

    /// <summary>Uses the link up. Of two that come at once, one gets <see cref="SignInLinkState.Usable"/>.</summary>
    public async Task<SignInLinkState> ConsumeAsync(string token, CancellationToken cancellationToken)
    {
        var state = await LookAsync(token, cancellationToken);
        if (state is not SignInLinkState.Usable)
            return state;

        var hash = Secret.Hash(token);
        var now = clock.GetUtcNow();
        var taken = await db.Set<SignInLink>()
            .Where(link => link.TokenHash == hash && link.UsedAt == null && link.ExpiresAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(link => link.UsedAt, now), cancellationToken);
        return taken == 1 ? state : new SignInLinkState.Used();
    }

    private async Task<Person> AddAdministratorAsync(string email)
    {
        var now = clock.GetUtcNow();
        var person = new Person { Id = Guid.CreateVersion7(now), Email = email, UserName = email, CreatedAt = now };
        Require(await people.CreateAsync(person), email);
        Require(await people.AddClaimAsync(person, new Claim(ClaimTypes.Role, Roles.Administrator)), email);
        return person;
    }

    private static void Require(IdentityResult result, string email)
    {
        if (!result.Succeeded)
            throw new ArgumentException(string.Join(' ', result.Errors.Select(error => error.Description)), nameof(email));
    }
}
