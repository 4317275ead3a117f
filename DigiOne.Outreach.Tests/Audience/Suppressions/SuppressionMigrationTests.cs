using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace DigiOne.Outreach.Tests.Audience;

public sealed class SuppressionMigrationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task What_was_suppressed_for_one_reason_stays_so_and_goes_back(StorageEngine engine)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(engine, Token);
        var since = new DateTimeOffset(2026, 5, 4, 3, 2, 1, TimeSpan.Zero);
        var mailing = MailingId.New();
        await using (var db = database.CreateDbContext())
        {
            // The migrator looks through a connection that may not write, and so cannot make the write-ahead log.
            await db.Database.OpenConnectionAsync(Token);
            await MigrateAsync(db, "_Consent");
            foreach (var reason in Enum.GetNames<SuppressionReason>())
                await db.Database.ExecuteSqlAsync($"INSERT INTO suppressions (normal_address, reason, created_at) VALUES ({$"{reason}@by.example"}, {reason}, {since})", Token);
            await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO mailings (
                    id, name, kind, sender_key, lane, state, template, content_hash, honours_quiet_times, doubt_policy, created_at, due_at,
                    candidates, deliverable, canary_state, canary_every)
                VALUES ({mailing}, '', 'Test', 'a', 'Transactional', 'Closed', '', '', {false}, 'Hold', {since}, {since}, 1, 1, 'None', 0)
                """, Token);
            await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO deliveries (mailing_id, address, domain, name, language, state, next_attempt_at, attempts, claim_epoch)
                VALUES ({mailing}, 'Aino@By.example', 'by.example', '', 'fi', 'Accepted', {since}, 1, 1)
                """, Token);
        }

        await database.MigrateAsync(Token);

        await using var migrated = database.CreateDbContext();
        (await migrated.Set<Suppression>().AsNoTracking().ToListAsync(Token)).Select(row => (row.NormalAddress, row.Causes.Single().Reason, row.Causes.Single().Cause)).ShouldBe(
            Enum.GetValues<SuppressionReason>().Select(reason => ($"{reason}@by.example", reason, new SuppressionCause
            {
                Since = since,
                Source = reason == SuppressionReason.Unsubscribed ? SuppressionSource.Link : SuppressionSource.Unknown,
            })),
            ignoreOrder: true);
        (await migrated.Set<Delivery>().AsNoTracking().SingleAsync(Token)).NormalAddress.ShouldBe("aino@by.example");

        await migrated.Database.OpenConnectionAsync(Token);
        await MigrateAsync(migrated, "_Consent");
        (await migrated.Database.SqlQuery<string>($"SELECT reason AS \"Value\" FROM suppressions").ToListAsync(Token))
            .ShouldBe(Enum.GetNames<SuppressionReason>(), ignoreOrder: true);
    }

    private static Task MigrateAsync(OutreachDb db, string ending) => db.GetService<IMigrator>().MigrateAsync(
        db.Database.GetMigrations().Single(name => name.EndsWith(ending, StringComparison.Ordinal)), Token);
}
