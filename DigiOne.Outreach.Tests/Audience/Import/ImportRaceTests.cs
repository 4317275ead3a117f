using System.Globalization;
using System.Text;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Subscriptions;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Audience.Import;

public sealed class ImportRaceTests
{
    private const string Other = "tilaisuudet";

    // One of the range that is applied by then, one of the next, and one of the last.
    private static readonly int[] Leaving = [100, 1_000, 2_900];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Who_leaves_everything_during_an_import_gets_nothing_by_it(StorageEngine engine)
    {
        var meanwhile = new Meanwhile(Loading(engine), times: 2);
        await using var audience = await StillOutreach.CreateAsync(engine, add: services => services.AddSingleton<IInterceptor>(meanwhile));
        await audience.ImportedAsync(People());
        var targets = await TargetsAsync(audience);
        meanwhile.Happens = () => LeaveAsync(audience, targets, UnsubscribeScope.Everything);

        var counts = await audience.ImportedAsync(People(), list: Other);

        meanwhile.HasHappened.ShouldBeTrue();
        counts.KeptOut.ShouldBe(2, "The first was on the list already when the person left.");
        await NobodyOfThemGetsAnythingAsync(audience, Other, targets);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Who_leaves_the_list_during_an_import_onto_it_stays_off_it(StorageEngine engine)
    {
        var meanwhile = new Meanwhile(Loading(engine), times: 2);
        await using var audience = await StillOutreach.CreateAsync(engine, add: services => services.AddSingleton<IInterceptor>(meanwhile));
        await audience.ImportedAsync(People());
        var targets = await TargetsAsync(audience);
        meanwhile.Happens = () => LeaveAsync(audience, targets, UnsubscribeScope.OneList);

        await audience.ImportedAsync(People());

        meanwhile.HasHappened.ShouldBeTrue();
        await NobodyOfThemGetsAnythingAsync(audience, Team.List, targets);
    }

    [Fact]
    public async Task Who_leaves_everything_between_two_statements_of_a_range_is_kept_out()
    {
        var meanwhile = new Meanwhile("FROM contacts AS c");
        await using var audience = await StillOutreach.CreateAsync(StorageEngine.Postgres, add: services => services.AddSingleton<IInterceptor>(meanwhile));
        await audience.ImportedAsync(People());
        var targets = await TargetsAsync(audience);
        await audience.Services.MakeListAsync(Other);
        meanwhile.Happens = async () =>
        {
            await LeaveAsync(audience, targets[..1], UnsubscribeScope.Everything);
            // Somebody who was erased, and whose address nobody may make a contact of any more.
            await audience.Services.SuppressAsync("erased@by.example", SuppressionReason.ByHand);
        };

        var counts = await audience.ImportedAsync("email\nerased@by.example\n" + People()[6..], list: Other);

        (counts.Created, counts.KeptOut).ShouldBe((0, 2));
        (await audience.Services.AllAsync<Contact>()).ShouldNotContain(contact => contact.Address == "erased@by.example");
        (await audience.Services.AllAsync<Subscription>()).ShouldNotContain(subscription => subscription.ContactId == targets[0].Contact && subscription.UnsubscribedAt == null);
    }

    private static async Task LeaveAsync(StillOutreach audience, IEnumerable<UnsubscribeTarget> targets, UnsubscribeScope scope)
    {
        foreach (var target in targets)
            await audience.LeaveAsync(target, scope, LeavingWay.OneClick);
    }

    private static async Task<UnsubscribeTarget[]> TargetsAsync(StillOutreach audience)
    {
        var contacts = await audience.Services.AllAsync<Contact>();
        var list = (await audience.Services.AllAsync<ContactList>()).Single(list => list.Key == Team.List);
        return [.. Leaving.Select(person => new UnsubscribeTarget(contacts.Single(contact => contact.Address == Address(person)).Id, list.Id, null))];
    }

    private static async Task NobodyOfThemGetsAnythingAsync(StillOutreach audience, string list, UnsubscribeTarget[] targets)
    {
        var mailing = await audience.Services.ScheduleAsync(audience.Now, Team.Issue(["fi"]) with { List = list });
        await audience.StartMailingAsync(mailing);
        var left = targets.Select(target => target.Contact).ToHashSet();
        var deliveries = await audience.Services.DeliveriesAsync(mailing);
        deliveries.Where(delivery => delivery.ContactId is { } contact && left.Contains(contact)).ShouldAllBe(delivery => delivery.State == DeliveryState.Skipped);
        deliveries.Count(delivery => delivery.State == DeliveryState.Waiting).ShouldBe(3_000 - targets.Length);
    }

    private static string Loading(StorageEngine engine) => engine == StorageEngine.Sqlite ? "FROM \"import_batches\"" : "FROM import_batches";

    private static string Address(int person) => string.Create(CultureInfo.InvariantCulture, $"p{person:0000}@by.example");

    private static string People()
    {
        var csv = new StringBuilder("email\n");
        for (var person = 0; person < 3_000; person++)
            csv.Append(Address(person)).Append('\n');
        return csv.ToString();
    }
}
