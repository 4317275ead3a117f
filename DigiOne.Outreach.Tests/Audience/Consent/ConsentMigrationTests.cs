using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace DigiOne.Outreach.Tests.Audience;

public sealed class ConsentMigrationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task What_stood_before_the_log_was_kept_gets_its_entries(StorageEngine engine)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(engine, Token);
        var list = ListId.New();
        var mailing = Guid.CreateVersion7();
        var (came, left) = (new DateTimeOffset(2026, 5, 4, 3, 2, 1, TimeSpan.Zero), new DateTimeOffset(2026, 6, 4, 3, 2, 1, TimeSpan.Zero));
        await using (var db = database.CreateDbContext())
        {
            // The migrator looks through a connection that may not write, and so cannot make the write-ahead log.
            await db.Database.OpenConnectionAsync(Token);
            await db.GetService<IMigrator>().MigrateAsync(db.Database.GetMigrations().Single(name => name.EndsWith("_DeliveriesByContact", StringComparison.Ordinal)), Token);
            await db.Database.ExecuteSqlAsync($"INSERT INTO lists (id, key, names, legal_basis, created_at) VALUES ({list}, 'uutiset', {"{}"}, 'Consent', {came})", Token);
            foreach (var address in new[] { "a@by.example", "b@by.example" })
                await db.Database.ExecuteSqlAsync(
                    $"INSERT INTO contacts (address, normal_address, name, language, organisation, role, created_at) VALUES ({address}, {address}, '', 'fi', '', '', {came})", Token);
            await db.Database.ExecuteSqlAsync(
                $"INSERT INTO subscriptions (contact_id, list_id, subscribed_at, source) SELECT id, {list}, {came}, 'import' FROM contacts WHERE address = 'a@by.example'", Token);
            await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO subscriptions (contact_id, list_id, subscribed_at, source, unsubscribed_at, unsubscribed_by, unsubscribed_from)
                SELECT id, {list}, {came}, 'messut', {left}, 'OneClick', {mailing} FROM contacts WHERE address = 'b@by.example'
                """, Token);
        }

        await database.MigrateAsync(Token);

        await using var migrated = database.CreateDbContext();
        var entries = await migrated.Set<ConsentEntry>().AsNoTracking().OrderBy(entry => entry.Id).ToListAsync(Token);
        entries.Select(entry => (entry.Act, entry.Way, entry.At, entry.Evidence!.Source, entry.Evidence.Mailing)).ShouldBe(
            [
                (ConsentAct.Subscribed, ConsentWay.Import, came, "import", null),
                (ConsentAct.Subscribed, ConsentWay.Unknown, came, "messut", null),
                (ConsentAct.Unsubscribed, ConsentWay.OneClick, left, null, mailing),
            ]);
        (await migrated.Set<ContactList>().SingleAsync(Token)).NeedsConfirmation.ShouldBeTrue();
        (await migrated.Set<Contact>().FirstAsync(Token)).Attributes.ShouldBeEmpty();
    }
}
