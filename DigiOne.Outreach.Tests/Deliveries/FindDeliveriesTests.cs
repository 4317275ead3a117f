using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;

namespace DigiOne.Outreach.Tests.Deliveries;

public sealed class FindDeliveriesTests
{
    private const int PageSize = 50;

    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [ClassData(typeof(StorageEngines))]
    public async Task Part_of_an_address_finds_it_in_any_case_of_letters_the_newest_first(StorageEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine, TestContext.Current.CancellationToken);
        await using var db = database.CreateDbContext();
        await SeedAsync(db, "Aino@Kunta.example", "bertil@kommun.example", "AINO@kunta.example");

        (await AddressesAsync(db, "ainO@K")).ShouldBe(["AINO@kunta.example", "Aino@Kunta.example"]);
        (await AddressesAsync(db, "KOMMUN")).ShouldBe(["bertil@kommun.example"]);
        (await AddressesAsync(db, "%")).ShouldBeEmpty();
        (await AddressesAsync(db, "\0")).Count.ShouldBe(3);
    }

    [Theory]
    [ClassData(typeof(StorageEngines))]
    public async Task Whole_address_is_looked_up_and_not_searched_for(StorageEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine, TestContext.Current.CancellationToken);
        await using var db = database.CreateDbContext();
        await SeedAsync(db, "aino@kunta.example", "kaino@kunta.example");

        var page = await new FindDeliveries(db).ExecuteAsync(Typed("aino@kunta.example"), TestContext.Current.CancellationToken);
        page.Found.Select(found => found.Delivery.Address).ShouldBe(["aino@kunta.example"]);
        page.IsBounded.ShouldBeFalse();
        (await AddressesAsync(db, "AINO@KUNTA.EXAMPLE")).ShouldBe(["aino@kunta.example"]);
    }

    [Theory]
    [ClassData(typeof(StorageEngines))]
    public async Task Whole_address_finds_what_its_holder_got_also_at_an_address_before_it(StorageEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine, TestContext.Current.CancellationToken);
        await using var db = database.CreateDbContext();
        var holder = new Contact { Address = "Aino@Uusi.example", NormalAddress = "aino@uusi.example", Language = "fi", CreatedAt = Now };
        db.Add(holder);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        await SeedAsync(db, holder.Id, "aino@vanha.example");
        await SeedAsync(db, "muu@vanha.example");

        (await AddressesAsync(db, "aino@uusi.example")).ShouldBe(["aino@vanha.example"]);
    }

    [Theory]
    [ClassData(typeof(StorageEngines))]
    public async Task Program_finds_an_address_that_nobody_holds_any_more_among_the_newest(StorageEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine, TestContext.Current.CancellationToken);
        await using var db = database.CreateDbContext();
        var holder = new Contact { Address = "aino@uusi.example", NormalAddress = "aino@uusi.example", Language = "fi", CreatedAt = Now };
        db.Add(holder);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        var mailing = await SeedAsync(db, holder.Id, "Aino@Vanha.example");
        await SeedAsync(db, "kaino@vanha.example");
        var search = new DeliverySearch { Address = "aino@vanha.EXAMPLE", Most = PageSize };

        var found = await new FindDeliveries(db).ExecuteAsync(search, TestContext.Current.CancellationToken);
        found.Found.Select(found => found.Delivery.Address).ShouldBe(["Aino@Vanha.example"]);
        found.IsBounded.ShouldBeTrue();
        (await FoundAsync(db, search with { Before = found.Found[0].Delivery.Id.Value })).ShouldBeEmpty();
        var nobody = await new FindDeliveries(db).ExecuteAsync(search with { Address = "ino@vanha.example" }, TestContext.Current.CancellationToken);
        (nobody.Found.Count, nobody.IsBounded).ShouldBe((0, true));
        var within = await new FindDeliveries(db).ExecuteAsync(search with { Mailing = mailing }, TestContext.Current.CancellationToken);
        (within.Found.Count, within.IsBounded).ShouldBe((1, false), "A mailing is looked through as a whole.");
    }

    [Theory]
    [ClassData(typeof(StorageEngines))]
    public async Task State_and_mailing_narrow_and_pages_follow_each_other(StorageEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine, TestContext.Current.CancellationToken);
        await using var db = database.CreateDbContext();
        var mailing = await SeedAsync(db, [.. Enumerable.Range(0, PageSize + 1).Select(number => $"p{number}@kunta.example")]);
        await SeedAsync(db, "other@kunta.example");
        var find = new FindDeliveries(db);

        var first = await find.ExecuteAsync(Typed("") with { Mailing = mailing, State = DeliveryStanding.Waiting }, TestContext.Current.CancellationToken);
        (first.Found.Count, first.HasMore, first.IsBounded).ShouldBe((PageSize, true, false));
        var second = await find.ExecuteAsync(Typed("") with { Mailing = mailing, Skip = PageSize }, TestContext.Current.CancellationToken);
        second.Found.Select(found => found.Delivery.Address).ShouldBe(["p0@kunta.example"]);
        (await find.ExecuteAsync(Typed("") with { Mailing = mailing, State = DeliveryStanding.Rejected }, TestContext.Current.CancellationToken)).Found.ShouldBeEmpty();
    }

    [Theory]
    [ClassData(typeof(StorageEngines))]
    public async Task Program_finds_as_a_person_does_and_goes_on_after_the_last_id(StorageEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine, TestContext.Current.CancellationToken);
        await using var db = database.CreateDbContext();
        await SeedAsync(db, "aino@kunta.example", "kaino@kunta.example", "väinö@kunta.example");

        (await FoundAsync(db, new() { Address = " AINO@kunta.example", Most = PageSize })).ShouldBe(["aino@kunta.example"]);
        (await FoundAsync(db, new() { Address = "ino@kunta.example", Most = PageSize })).ShouldBeEmpty("A whole address is nobody else's.");
        (await AddressesAsync(db, "ino@kunta.example")).Count.ShouldBe(2, "A person may not have typed all of it.");
        (await FoundAsync(db, new() { Address = "INO@kunta", Most = PageSize })).ShouldBe(["kaino@kunta.example", "aino@kunta.example"]);
        (await FoundAsync(db, new() { Address = "kunta", State = DeliveryStanding.Rejected, Most = PageSize })).ShouldBeEmpty();
        var first = await new FindDeliveries(db).ExecuteAsync(new() { Most = 2 }, TestContext.Current.CancellationToken);
        first.Found.Select(found => found.Delivery.Address).ShouldBe(["väinö@kunta.example", "kaino@kunta.example"]);
        first.HasMore.ShouldBeTrue();
        (await FoundAsync(db, new() { Before = first.Found[^1].Delivery.Id.Value, Most = 2 })).ShouldBe(["aino@kunta.example"]);
    }

    private static async Task<List<string>> AddressesAsync(OutreachDb db, string address) =>
        [.. await FoundAsync(db, Typed(address))];

    private static async Task<IEnumerable<string>> FoundAsync(OutreachDb db, DeliverySearch search) =>
        (await new FindDeliveries(db).ExecuteAsync(search, TestContext.Current.CancellationToken)).Found.Select(found => found.Delivery.Address);

    private static DeliverySearch Typed(string address) => new() { Address = address, IsTyped = true, Most = PageSize };

    private static Task<MailingId> SeedAsync(OutreachDb db, params string[] addresses) => SeedAsync(db, contact: null, addresses);

    private static async Task<MailingId> SeedAsync(OutreachDb db, ContactId? contact, params string[] addresses)
    {
        var mailing = new Mailing
        {
            Name = "Uutiskirje",
            Kind = MailingKind.Newsletter,
            SenderKey = "digione",
            Lane = Lane.Bulk,
            Template = "{}",
            ContentHash = "",
            HonoursQuietTimes = false,
            DoubtPolicy = DoubtPolicy.Hold,
            CreatedAt = Now,
            DueAt = Now,
        };
        db.Add(mailing);
        foreach (var address in addresses)
        {
            db.Add(new Delivery { MailingId = mailing.Id, ContactId = contact, Address = address, Domain = "kunta.example", Language = "fi", State = DeliveryState.Waiting, NextAttemptAt = Now });
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        return mailing.Id;
    }
}
