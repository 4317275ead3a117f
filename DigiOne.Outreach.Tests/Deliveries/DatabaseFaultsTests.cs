using System.Data.Common;
using System.Globalization;
using System.Net;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Hosting;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using DigiOne.Outreach.Tests.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Deliveries;

/// <summary>What happens to the database in the middle of a mailing.</summary>
public sealed class DatabaseFaultsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PostgreSQL_that_falls_and_comes_back_leaves_the_sum_right_and_nothing_in_doubt()
    {
        const int Readers = 400;
        await using var relay = new ScriptedSmtpServer();
        await using var postgres = await OwnPostgres.StartAsync();
        await using var database = TestDatabase.On(postgres.ConnectionString);
        await database.MigrateAsync(Token);
        await using var outreach = await RunningOutreach.StartAsync(database, settings => Change(settings, relay));
        using var person = await outreach.SignInAsync();
        (await outreach.ReadyAsync()).ShouldBe((HttpStatusCode.OK, "Healthy"));
        var mailing = await outreach.Services.SendToAsync(Readers);
        await Eventually.BecomesAsync(() => Task.FromResult(relay.Accepted.Count), accepted => accepted >= 40);

        await postgres.StopAsync();
        await Task.Delay(TimeSpan.FromSeconds(2), Token);
        var during = relay.Accepted.Count;
        during.ShouldBeLessThan(Readers);
        await Task.Delay(TimeSpan.FromSeconds(1), Token);
        relay.Accepted.Count.ShouldBe(during, "Without an intent in the ledger no message leaves.");
        var (status, said) = await outreach.ReadyAsync();
        status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        said.ShouldContain("database: it does not answer");
        said.ShouldContain("ledger: cannot be written since ");
        said.ShouldEndWith("the database is out of reach");
        // There is no page without it but one that says so.
        using (var answer = await person.GetAsync($"/admin/mailings/{mailing}"))
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Token)).ShouldContain("Tietokanta ei ole käytettävissä");
        }

        await postgres.StartAgainAsync();

        var counts = (await outreach.Services.ShouldAddUpAsync(mailing, relay)).Counts;
        (counts.Accepted, counts.InDoubt).ShouldBe((Readers, 0));
        (await person.ReadAsync(mailing)).ShouldContain("Lähetys oli jonkin aikaa pysähdyksissä");
        (await outreach.ReadyAsync()).ShouldBe((HttpStatusCode.OK, "Healthy"));
    }

    [Fact]
    public async Task Full_disk_under_SQLite_holds_mail_up_and_loses_none()
    {
        const int Readers = 600;
        var disk = new SmallDisk();
        await using var relay = new ScriptedSmtpServer();
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite, Token);
        MailingId mailing;
        // Who signs in writes, for which there will be no room.
        CookieContainer cookies;
        relay.On(SmtpStep.Greeting, SmtpAction.ReplyAndClose("421 4.3.2 not yet"));
        await using (var first = await RunningOutreach.StartAsync(database, settings => Change(settings, relay)))
        {
            using var early = await first.SignInAsync();
            cookies = early.Cookies;
            mailing = await first.Services.SendToAsync(Readers);
            await Eventually.BecomesAsync(() => first.Services.CountAsync(mailing), counts => counts.Deferred == Readers);
        }

        relay.Recover();
        // Packed, so that there is no room left in its pages either.
        await using (var db = database.CreateDbContext())
            await db.Database.ExecuteSqlRawAsync("VACUUM", Token);
        database.Disconnect();
        disk.IsFull = true;
        await using var outreach = await RunningOutreach.StartAsync(
            database, settings => Change(settings, relay), services => services.AddSingleton<IInterceptor>(disk));
        using var person = new Visitor(outreach.Address, cookies);
        await Eventually.BecomesAsync(() => Task.FromResult(relay.Accepted.Count), accepted => accepted > 0);
        var seen = -1;
        await Eventually.BecomesAsync(
            async () =>
            {
                var before = seen;
                seen = relay.Accepted.Count;
                await Task.Delay(TimeSpan.FromSeconds(2), Token);
                return before == seen;
            },
            stands => stands);
        seen.ShouldBeLessThan(Readers, "It ran out of space in the middle.");
        var page = await person.ReadAsync(mailing);
        page.ShouldContain("Viestejä ei lähde: mitään ei voida kirjata");
        page.ShouldContain("Tietokannan levy on täynnä.");
        var (status, said) = await outreach.ReadyAsync();
        status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        said.ShouldStartWith("Unhealthy\nledger: cannot be written since ");
        said.ShouldEndWith("the disk is full");

        disk.IsFull = false;

        var counts = (await outreach.Services.ShouldAddUpAsync(mailing, relay)).Counts;
        (counts.Accepted, counts.InDoubt).ShouldBe((Readers, 0));
        page = await person.ReadAsync(mailing);
        page.ShouldNotContain("Viestejä ei lähde");
        page.ShouldContain("Lähetys oli jonkin aikaa pysähdyksissä");
        (await outreach.ReadyAsync()).ShouldBe((HttpStatusCode.OK, "Healthy"));
    }

    private static void Change(Settings settings, ScriptedSmtpServer relay)
    {
        settings.SendThrough(relay.Port, connections: 3);
        settings.ServePeople();
    }

    /// <summary>A disk with room for two pages more than there were at first.</summary>
    private sealed class SmallDisk : DbConnectionInterceptor
    {
        private const long Unlimited = 1_000_000_000;
        private long _limit;

        internal volatile bool IsFull;

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Limit(connection);

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            Limit(connection);
            return Task.CompletedTask;
        }

        private void Limit(DbConnection connection)
        {
            using var command = connection.CreateCommand();
            if (_limit == 0)
            {
                command.CommandText = "PRAGMA page_count";
                _limit = 2 + Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
            }

            command.CommandText = string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count={(IsFull ? _limit : Unlimited)}");
            command.ExecuteNonQuery();
        }
    }
}
