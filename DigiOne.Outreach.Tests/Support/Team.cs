using System.Diagnostics;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Newsletters;
using DigiOne.Outreach.Problems;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Subscriptions;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Support;

/// <summary>What the communications team and its readers do, through the use cases, in whatever house these services make.</summary>
internal static class Team
{
    internal const string List = "uutiset";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Uses a service as a request would.</summary>
    internal static async Task<TResult> UseAsync<TService, TResult>(this IServiceProvider services, Func<TService, Task<TResult>> use)
        where TService : notnull
    {
        await using var scope = services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<TService>());
    }

    /// <summary>A list that people can be subscribed to.</summary>
    internal static Task<ListId> MakeListAsync(this IServiceProvider services, string key = List) => services.UseAsync<OutreachDb, ListId>(async db =>
    {
        var list = new ContactList
        {
            Key = key,
            Names = new Dictionary<string, string> { ["fi"] = "Uutiskirje", ["sv"] = "Nyhetsbrev", ["en"] = "Newsletter" },
            LegalBasis = LegalBasis.Consent,
            CreatedAt = Now(services),
        };
        db.Add(list);
        await db.SaveChangesAsync(Token);
        return list.Id;
    });

    /// <summary>People with these addresses, who read this language, on a list.</summary>
    internal static Task<IReadOnlyList<ContactId>> SubscribeAsync(
        this IServiceProvider services, IEnumerable<string> addresses, string language = "fi", string list = List) =>
        services.SubscribeAsync(addresses.Select(address => (address, language)), list);

    /// <summary>People on a list, each with their own language, in this order.</summary>
    internal static Task<IReadOnlyList<ContactId>> SubscribeAsync(
        this IServiceProvider services, IEnumerable<(string Address, string Language)> readers, string list = List) =>
        services.UseAsync<OutreachDb, IReadOnlyList<ContactId>>(async db =>
        {
            var listId = (await db.Set<ContactList>().SingleAsync(known => known.Key == list, Token)).Id;
            List<Contact> people =
            [
                .. readers.Select(reader => new Contact
                {
                    Address = reader.Address,
                    NormalAddress = AddressNormalForm.Of(reader.Address),
                    Name = $"Lukija {reader.Address.Split('.', '@')[0]}",
                    Language = reader.Language,
                    CreatedAt = Now(services),
                }),
            ];
            db.AddRange(people);
            await db.SaveChangesAsync(Token);
            db.AddRange(people.Select(person => new Subscription
            {
                ContactId = person.Id,
                ListId = listId,
                SubscribedAt = Now(services),
                Source = "test",
            }));
            await db.SaveChangesAsync(Token);
            return [.. people.Select(person => person.Id)];
        });

    /// <summary>This many people who read Finnish: <c>lukija0@domain</c> and so on.</summary>
    internal static Task<IReadOnlyList<ContactId>> SubscribeManyAsync(this IServiceProvider services, int count, string domain = "kunta.example") =>
        services.SubscribeAsync(Enumerable.Range(0, count).Select(n => $"lukija{n}@{domain}"));

    /// <summary>An address that mail is kept from.</summary>
    internal static Task<bool> SuppressAsync(
        this IServiceProvider services, string address, SuppressionReason reason = SuppressionReason.HardBounce) =>
        services.GetRequiredService<Suppress>().ExecuteAsync(AddressNormalForm.Of(address), reason, new SuppressionOrigin(SuppressionSource.Hand), Token);

    /// <summary>A reader wants no bulk mail until an instant.</summary>
    internal static Task<int> PauseAsync(this IServiceProvider services, ContactId reader, DateTimeOffset until) =>
        services.UseAsync<OutreachDb, int>(db => db.Set<Contact>().Where(contact => contact.Id == reader)
            .ExecuteUpdateAsync(contact => contact.SetProperty(row => row.PausedUntil, until), Token));

    /// <summary>A reader leaves the list.</summary>
    internal static async Task LeaveAsync(this IServiceProvider services, ContactId reader, ListId list) =>
        await services.GetRequiredService<Unsubscribe>()
            .RunAsync(new UnsubscribeTarget(reader, list, null), UnsubscribeScope.OneList, LeavingWay.Link, Token);

    /// <summary>An issue of the newsletter in these languages, as composed.</summary>
    internal static CampaignDraft Issue(string[] languages, string fallback = "") => new()
    {
        Name = "Maaliskuun uutiset",
        List = List,
        FallbackLanguage = fallback,
        Variants = languages.ToDictionary(
            language => language,
            language => new CampaignText(
                $"Uutiset & nyheter ({language})",
                $"Hei **kaikki** ({language})!",
                $"Esikatselu {language}",
                [new Article($"Artikkeli {language}", "Päiväkodissa *leikitään*.", $"https://digione.example/{language}")])),
    };

    /// <summary>An issue that is saved and not scheduled.</summary>
    internal static Task<CampaignId> ComposeAsync(this IServiceProvider services, CampaignDraft? draft = null) =>
        services.UseAsync<SaveCampaign, CampaignId>(async save =>
            (await save.CreateAsync(draft ?? Issue(["fi"]), Token)).ShouldBeOfType<SaveOutcome<CampaignId>.Saved>().Id);

    /// <summary>An issue that goes out at this time.</summary>
    internal static async Task<MailingId> ScheduleAsync(this IServiceProvider services, DateTimeOffset dueAt, CampaignDraft? draft = null)
    {
        var campaign = await services.ComposeAsync(draft);
        return await services.UseAsync<ScheduleCampaign, MailingId>(async schedule =>
            (await schedule.ExecuteAsync(campaign, dueAt, Token)).ShouldBeOfType<ScheduleOutcome<MailingId>.Scheduled>().Id);
    }

    /// <summary>Sends somebody a message that they wait for, and returns how long it took until a relay had it.</summary>
    internal static async Task<TimeSpan> ConfirmAsync(this IServiceProvider services, CampaignId campaign, string address, ScriptedSmtpServer relay)
    {
        var started = Stopwatch.GetTimestamp();
        await services.UseAsync<SendTest, MailingId?>(send => send.ExecuteAsync(campaign, address, "Aino", Token));
        await Eventually.BecomesAsync(() => Task.FromResult(relay.Taken.Any(mail => mail.To[0] == address)), taken => taken);
        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>Every row of a table.</summary>
    internal static Task<List<T>> AllAsync<T>(this IServiceProvider services)
        where T : class => services.UseAsync<OutreachDb, List<T>>(db => db.Set<T>().AsNoTracking().ToListAsync(Token));

    internal static async Task<Mailing> MailingAsync(this IServiceProvider services, MailingId id) =>
        (await services.AllAsync<Mailing>()).Single(mailing => mailing.Id == id);

    internal static async Task<List<Delivery>> DeliveriesAsync(this IServiceProvider services, MailingId id) =>
        [.. (await services.AllAsync<Delivery>()).Where(delivery => delivery.MailingId == id).OrderBy(delivery => delivery.Id.Value)];

    internal static async Task<DueItem> DueItemAsync(this IServiceProvider services, Guid subject) =>
        (await services.AllAsync<DueItem>()).Single(item => item.SubjectId == subject);

    internal static Task<MailingCounts> CountAsync(this IServiceProvider services, MailingId id) =>
        services.UseAsync<MailingProgress, MailingCounts>(async progress => (await progress.CountAsync(id, Token))!);

    /// <summary>Waits until a mailing is closed, and returns its certificate.</summary>
    internal static async Task<Certificate> WaitUntilClosedAsync(this IServiceProvider services, MailingId id)
    {
        await Eventually.BecomesAsync(
            async () => ((await services.MailingAsync(id)).State, await services.CountAsync(id)), seen => seen.State == MailingState.Closed);
        return (await services.AllAsync<Certificate>()).Single(certificate => certificate.MailingId == id);
    }

    private static DateTimeOffset Now(IServiceProvider services) => services.GetRequiredService<TimeProvider>().GetUtcNow();
}
