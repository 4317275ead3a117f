using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Audience.Import;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Newsletters;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Audience;

public sealed class EraseContactTests
{
    private const string Address = "aino@kunta.example";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Person_is_gone_and_the_receipt_says_what_went(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        await outreach.ImportedAsync($"email,name\n{Address},Aino\nb@kunta.example,Bo\n");
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now);
        await outreach.StartMailingAsync(mailing);
        await outreach.AcceptAllAsync(mailing);
        await outreach.Services.SuppressAsync(Address);

        var receipt = await EraseAsync(outreach);

        receipt.ShouldNotBeNull();
        (receipt.At, receipt.Way, receipt.By).ShouldBe((outreach.Now, ErasureWay.Hand, "maija@kunta.example"));
        var kept = (await outreach.Services.AllAsync<ErasureReceipt>()).ShouldHaveSingleItem();
        kept.Id.ShouldBe(receipt.Id);
        kept.Purged.ShouldBe(
            new Dictionary<string, int>
            {
                ["subscriptions"] = 1,
                ["consents"] = 1,
                ["suppressions"] = 1,
                ["deliveries"] = 1,
                ["signUps"] = 0,
                ["inbound"] = 0,
            },
            ignoreOrder: true);
        (await outreach.Services.AllAsync<Contact>()).ShouldHaveSingleItem().Name.ShouldBe("Bo");
        (await outreach.Services.AllAsync<Subscription>()).ShouldHaveSingleItem();
        (await outreach.Services.AllAsync<ConsentEntry>()).ShouldHaveSingleItem();
        (await outreach.Services.AllAsync<Suppression>()).ShouldBeEmpty();
        (await outreach.Services.AllAsync<ErasedAddress>()).ShouldHaveSingleItem().Hash.ShouldNotContain("aino");
        (await EraseAsync(outreach, receipt: false)).ShouldBeNull("there is nobody any more");
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task No_table_of_the_database_knows_the_address_any_more(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        await outreach.ImportedAsync($"email,name\n{Address},Aino Lukija\n");
        await outreach.Services.SuppressAsync(Address, SuppressionReason.Unsubscribed);
        await outreach.Services.UseAsync<LiftSuppression, int>(lift => lift.ExecuteAsync(Address, null, Token));
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now);
        await outreach.StartMailingAsync(mailing);
        var claimed = (await outreach.ClaimAsync(mailing)).Single();
        await outreach.WriteAsync(
            StillOutreach.Intent(claimed),
            new LedgerEntry.Outcome(claimed, DeliveryState.Deferred, "rele", $"451 {Address} later", outreach.Now));
        var campaign = (await outreach.Services.AllAsync<Campaign>()).Single().Id;
        await outreach.Services.UseAsync<SendTest, MailingId?>(send => send.ExecuteAsync(campaign, "Aino@Kunta.example", "Aino Lukija", Token));
        await outreach.Services.SuppressAsync(Address);

        await EraseAsync(outreach);

        await using var db = outreach.OpenDatabase();
        await db.Database.OpenConnectionAsync(Token);
        var found = new List<string>();
        foreach (var table in db.Model.GetEntityTypes().Select(type => type.GetTableName()!).Distinct())
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"SELECT * FROM {table}";
            await using var reader = await command.ExecuteReaderAsync(Token);
            while (await reader.ReadAsync(Token))
                for (var column = 0; column < reader.FieldCount; column++)
                    if (reader.GetValue(column).ToString()!.Contains("aino", StringComparison.OrdinalIgnoreCase))
                        found.Add($"{table}.{reader.GetName(column)}: {reader.GetValue(column)}");
        }

        found.ShouldBeEmpty();
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Import_never_brings_an_erased_address_back_also_after_the_key_was_changed(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        await outreach.ImportedAsync($"email\n{Address}\n");
        await EraseAsync(outreach);
        await outreach.Services.GetRequiredService<AddressHashes>().RotateAsync(Token);

        var counts = await outreach.ImportedAsync("email\nAINO@kunta.example\nnew@kunta.example\n", list: "toinen");

        (counts.Created, counts.Subscribed, counts.KeptOut).ShouldBe((1, 1, 1));
        (await outreach.Services.AllAsync<Contact>()).ShouldHaveSingleItem().NormalAddress.ShouldBe("new@kunta.example");
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Import_and_erasure_at_once_leave_nobody_behind(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        await outreach.Services.MakeListAsync();
        for (var round = 0; round < 20; round++)
        {
            var address = $"lukija{round}@kunta.example";
            var person = (await outreach.Services.SubscribeAsync([address])).Single();

            await Task.WhenAll(
                Task.Run(() => outreach.ImportAsync($"email\n{address}\n", new ImportOptions { Existing = KnownContacts.Skip }), Token),
                Task.Run(() => outreach.Services.UseAsync<EraseContact, ErasureReceipt?>(erase => erase.ExecuteAsync(person, ErasureWay.Person, null, Token)), Token));
        }

        (await outreach.Services.AllAsync<Contact>()).ShouldBeEmpty();
        (await outreach.Services.AllAsync<ErasureReceipt>()).Count.ShouldBe(20);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task What_the_other_side_said_waits_behind_the_hash_until_the_person_confirms_anew(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        await outreach.ImportedAsync($"email\n{Address}\n");
        var since = outreach.Now;
        foreach (var reason in Enum.GetValues<SuppressionReason>())
            await outreach.Services.SuppressAsync(Address, reason);
        outreach.Clock.Advance(TimeSpan.FromDays(1));
        await EraseAsync(outreach);
        (await outreach.Services.AllAsync<ErasedAddress>()).ShouldHaveSingleItem().Kept.Select(kept => kept.Reason)
            .ShouldBe([SuppressionReason.HardBounce, SuppressionReason.ByHand, SuppressionReason.Complaint]);

        await using (var db = outreach.OpenDatabase())
            await outreach.Services.GetRequiredService<ComeBack>().ExecuteAsync(db, Address, Token);

        (await outreach.Services.AllAsync<ErasedAddress>()).ShouldBeEmpty();
        (await outreach.Services.AllAsync<Suppression>()).ShouldHaveSingleItem().Causes.ShouldHaveSingleItem()
            .ShouldBe((SuppressionReason.ByHand, new SuppressionCause { Since = since, Source = SuppressionSource.Hand }));
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Somebody_who_was_erased_and_confirms_anew_can_be_imported_again(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        await outreach.ImportedAsync($"email\n{Address}\n");
        await EraseAsync(outreach);

        await using (var db = outreach.OpenDatabase())
            await outreach.Services.GetRequiredService<ComeBack>().ExecuteAsync(db, Address, Token);

        (await outreach.ImportedAsync($"email\n{Address}\n")).Subscribed.ShouldBe(1);
    }

    private static async Task<ErasureReceipt?> EraseAsync(StillOutreach outreach, bool receipt = true)
    {
        var id = receipt ? (await outreach.ContactAsync(Address)).Id : new ContactId(1);
        return await outreach.Services.UseAsync<EraseContact, ErasureReceipt?>(erase => erase.ExecuteAsync(id, ErasureWay.Hand, "maija@kunta.example", Token));
    }
}
