using System.Net;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Subscriptions;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Subscriptions;

/// <summary>What visitors of the public pages do, through the use cases.</summary>
internal static class SubscribeSteps
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A public list.</summary>
    internal static async Task<ListId> OfferAsync(this IServiceProvider services, string key = Team.List, bool confirms = true, bool welcomes = false)
    {
        var id = await services.MakeListAsync(key);
        await services.UseAsync<OutreachDb, int>(db => db.Set<ContactList>().Where(list => list.Id == id).ExecuteUpdateAsync(
            list => list.SetProperty(row => row.IsPublic, true).SetProperty(row => row.NeedsConfirmation, confirms).SetProperty(row => row.Welcomes, welcomes),
            Token));
        return id;
    }

    /// <summary>Fills in the form and sends it.</summary>
    internal static Task<SignUpOutcome> FillInAsync(
        this IServiceProvider services, string address, string list = Team.List, string language = "fi", string from = "192.0.2.77", string trap = "") =>
        services.UseAsync<AskToSubscribe, SignUpOutcome>(ask => ask.ExecuteAsync(
            new SignUpForm
            {
                Address = address,
                Language = language,
                Lists = list.Split(' ', StringSplitOptions.RemoveEmptyEntries),
                WantsLink = list.Length == 0,
                Wording = services.GetRequiredService<ConsentWording>().In(language, Token).Hash,
                Trap = trap,
                From = IPAddress.Parse(from),
            },
            Token));

    /// <summary>Deals with every form, as the desk does.</summary>
    internal static async Task<int> HandleAllAsync(this IServiceProvider services)
    {
        var all = 0;
        while (await services.UseAsync<HandleSignUps, int>(handle => handle.ExecuteAsync(Token)) is var handled and > 0)
            all += handled;
        return all;
    }

    /// <summary>Fills in the form and has it dealt with.</summary>
    internal static async Task AskAsync(this IServiceProvider services, string address, string list = Team.List, string language = "fi")
    {
        (await services.FillInAsync(address, list, language)).ShouldBeOfType<SignUpOutcome.Taken>();
        (await services.HandleAllAsync()).ShouldBe(1);
    }

    /// <summary>Confirms these lists by the link.</summary>
    internal static Task<IReadOnlyList<ContactList>> ConfirmAsync(this IServiceProvider services, string address, string lists = Team.List) =>
        services.UseAsync<ConfirmSubscriptions, IReadOnlyList<ContactList>>(async confirm => await confirm.ExecuteAsync(
            new LinkUse(new ContactTarget((await services.PersonAsync(address)).Id, null), "token", IPAddress.Parse("192.0.2.78")), lists.Split(' '), Token));

    internal static Task<Contact> PersonAsync(this IServiceProvider services, string address) => services.UseAsync<OutreachDb, Contact>(
        db => db.Set<Contact>().AsNoTracking().SingleAsync(contact => contact.Address == address, Token));

    /// <summary>The names of the templates of the mails that an address was sent, in their order.</summary>
    internal static Task<List<string>> MailsToAsync(this IServiceProvider services, string address) => services.UseAsync<OutreachDb, List<string>>(async db =>
    {
        var templates = await (
            from delivery in db.Set<Delivery>()
            join mailing in db.Set<Mailing>() on delivery.MailingId equals mailing.Id
            where delivery.Address == address && mailing.Kind == MailingKind.Confirmation
            orderby delivery.Id
            select new { mailing.Template, mailing.Lane }).ToListAsync(Token);
        templates.ShouldAllBe(mail => mail.Lane == Lane.Transactional);
        return templates.ConvertAll(mail => Path.GetFileNameWithoutExtension(JsonText.Read<DigiOne.Outreach.Rendering.MailTemplate>(mail.Template).Html));
    });

    /// <summary>The keys of the lists that an address is on.</summary>
    internal static Task<List<string>> ListsOfAsync(this IServiceProvider services, string address) => services.UseAsync<OutreachDb, List<string>>(db => (
        from subscription in db.Set<Subscription>()
        join contact in db.Set<Contact>() on subscription.ContactId equals contact.Id
        join list in db.Set<ContactList>() on subscription.ListId equals list.Id
        where contact.Address == address && subscription.UnsubscribedAt == null
        orderby list.Key
        select list.Key).ToListAsync(Token));
}
