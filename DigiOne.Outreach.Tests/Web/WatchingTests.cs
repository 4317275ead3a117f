using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Identity;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Tests.Web;

/// <summary>Somebody who has signed in and watches mailings in every state.</summary>
public abstract class WatchingTests : IAsyncLifetime
{
    private protected RunningWeb Web { get; private set; } = null!;

    private protected WatchedWork Work { get; private set; } = null!;

    private protected Visitor Person { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Web = await RunningWeb.StartAsync();
        Work = await WatchedWork.SeedAsync(Web);
        Person = await Web.NewPersonAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Person.Dispose();
        await Web.DisposeAsync();
    }

    /// <summary>Somebody who organises info sessions and has no other role.</summary>
    private protected async Task<Visitor> OrganiserAsync()
    {
        var person = Web.NewVisitor();
        var link = (await Web.CreateLinkAsync("otto@example.org")).AbsolutePath;
        await Web.InScopeAsync<Microsoft.AspNetCore.Identity.UserManager<Person>, bool>(async people =>
        {
            var organiser = (await people.FindByEmailAsync("otto@example.org"))!;
            foreach (var claim in await people.GetClaimsAsync(organiser))
                await people.RemoveClaimAsync(organiser, claim);
            return (await people.AddClaimAsync(organiser, new(System.Security.Claims.ClaimTypes.Role, Roles.Organiser))).Succeeded;
        });
        await person.PostAsync(link, from: link);
        return person;
    }

    /// <summary>From now on all mailings are of this sender. Captured mail knows neither quiet times nor relays.</summary>
    private protected async Task ThroughAsync(string sender)
    {
        await using var db = Web.Database();
        await db.Set<Mailing>().ExecuteUpdateAsync(set => set.SetProperty(mailing => mailing.SenderKey, sender), TestContext.Current.CancellationToken);
    }

    private protected async Task<Mailing> MailingAsync(MailingId id)
    {
        await using var db = Web.Database();
        return await db.Set<Mailing>().AsNoTracking().SingleAsync(mailing => mailing.Id == id, TestContext.Current.CancellationToken);
    }
}
