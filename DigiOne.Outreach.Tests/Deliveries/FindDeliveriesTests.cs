using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;

namespace DigiOne.Outreach.Tests.Deliveries;

public sealed class FindDeliveriesTests
{
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

        var page = await new FindDeliveries(db).ExecuteAsync(new("aino@kunta.example", null, null, 1), TestContext.Current.CancellationToken);
        page.Found.Select(found => found.Address).ShouldBe(["aino@kunta.example"]);
        page.IsBounded.ShouldBeFalse();
        (await AddressesAsync(db, "AINO@KUNTA.EXAMPLE")).ShouldBe(["aino@kunta.example"]);
    }

    [Theory]
    [ClassData(typeof(StorageEngines))]
    public async Task State_and_mailing_narrow_and_pages_follow_each_other(StorageEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine, TestContext.Current.CancellationToken);
        await using var db = database.CreateDbContext();
        var mailing = await SeedAsync(db, [.. Enumerable.Range(0, FindDeliveries.PageSize + 1).Select(number => $"p{number}@kunta.example")]);
        await SeedAsync(db, "other@kunta.example");
        var find = new FindDeliveries(db);

        var first = await find.ExecuteAsync(new("", mailing, DeliveryState.Waiting, 1), TestContext.Current.CancellationToken);
        (first.Found.Count, first.HasMore, first.IsBounded).ShouldBe((FindDeliveries.PageSize, true, false));
        var second = await find.ExecuteAsync(new("", mailing, null, 2), TestContext.Current.CancellationToken);
        second.Found.Select(found => found.Address).ShouldBe(["p0@kunta.example"]);
        (await find.ExecuteAsync(new("", mailing, DeliveryState.Rejected, 1), TestContext.Current.CancellationToken)).Found.ShouldBeEmpty();
    }

    private static async Task<List<string>> AddressesAsync(OutreachDb db, string address) =>
        [.. (await new FindDeliveries(db).ExecuteAsync(new(address, null, null, 1), TestContext.Current.CancellationToken)).Found.Select(found => found.Address)];

    private static async Task<MailingId> SeedAsync(OutreachDb db, params string[] addresses)
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
            db.Add(new Delivery { MailingId = mailing.Id, Address = address, Language = "fi", State = DeliveryState.Waiting, NextAttemptAt = Now });
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        return mailing.Id;
    }
}
