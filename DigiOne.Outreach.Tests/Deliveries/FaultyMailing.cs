using System.Net;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Hosting;
using DigiOne.Outreach.Identity;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using DigiOne.Outreach.Tests.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Deliveries;

/// <summary>A mailing on its way while things break, and what must be true of it afterwards.</summary>
internal static class FaultyMailing
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Sends to this many readers, from now on.</summary>
    internal static async Task<MailingId> SendToAsync(this IServiceProvider services, int readers)
    {
        await services.MakeListAsync();
        await services.SubscribeManyAsync(readers);
        return await services.ScheduleAsync(TimeProvider.System.GetUtcNow());
    }

    /// <summary>
    /// Waits until it is closed, with every pause before a retry over at once, and looks whether the sum is right, the
    /// ledger says what the relay knows, and nobody was lost or got it twice.
    /// </summary>
    internal static async Task<Certificate> ShouldAddUpAsync(this IServiceProvider services, MailingId mailing, ScriptedSmtpServer relay)
    {
        await Eventually.BecomesAsync(
            async () =>
            {
                await HastenAsync(services);
                return ((await services.MailingAsync(mailing)).State, await services.CountAsync(mailing));
            },
            seen => seen.State == MailingState.Closed);
        var certificate = await services.WaitUntilClosedAsync(mailing);
        var counts = certificate.Counts;
        (counts.Accepted + counts.Rejected + counts.Skipped + counts.Cancelled + counts.InDoubt).ShouldBe(counts.Candidates);

        var rows = await services.DeliveriesAsync(mailing);
        rows.Count.ShouldBe(counts.Candidates);
        var landed = relay.Accepted.SelectMany(mail => mail.To).ToList();
        landed.ShouldBeUnique();
        landed.Order().ShouldBe(rows.Where(row => row.State == DeliveryState.Accepted).Select(row => row.Address).Order());
        rows.ShouldAllBe(row => !string.IsNullOrEmpty(row.LastReply), "Every row says what became of it.");
        (await services.AllAsync<Attempt>()).ShouldAllBe(attempt => attempt.Reply.Length > 0, "So does every try.");
        return certificate;
    }

    /// <summary>Lets people sign in over http.</summary>
    internal static void ServePeople(this Settings settings) => settings.Organisation.PublicBaseUrl = new Uri("http://localhost");

    /// <summary>Somebody who has signed in and may look at mailings.</summary>
    internal static async Task<Visitor> SignInAsync(this RunningOutreach outreach)
    {
        var link = await outreach.Services.UseAsync<SignInLinks, Uri>(links => links.CreateAsync("aino@kunta.example", Token));
        var person = new Visitor(outreach.Address);
        await person.PostAsync(link.AbsolutePath, from: link.AbsolutePath);
        return person;
    }

    /// <summary>The mailing's page, as it reads.</summary>
    internal static async Task<string> ReadAsync(this Visitor person, MailingId mailing) =>
        WebUtility.HtmlDecode(await person.ReadAsync($"/admin/mailings/{mailing}"));

    /// <summary>What readiness answers.</summary>
    internal static async Task<(HttpStatusCode Status, string Said)> ReadyAsync(this RunningOutreach outreach)
    {
        using var http = new HttpClient { BaseAddress = outreach.Address };
        using var answer = await http.GetAsync(new Uri(Health.Ready, UriKind.Relative), Token);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Token));
    }

    private static async Task HastenAsync(IServiceProvider services)
    {
        await using var db = services.GetRequiredService<IDbContextFactory<OutreachDb>>().CreateDbContext();
        var now = TimeProvider.System.GetUtcNow();
        await db.Set<Delivery>().Where(row => row.State == DeliveryState.Deferred && row.NextAttemptAt > now)
            .ExecuteUpdateAsync(row => row.SetProperty(r => r.NextAttemptAt, now), Token);
    }
}
