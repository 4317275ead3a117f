using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Storage;

public sealed class WriteTurnsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_writes_again_at_once_comes_after_those_who_wait()
    {
        await using var outreach = await StillOutreach.CreateAsync(StorageEngine.Sqlite);
        var mailing = await StartedAsync(outreach);
        var claimed = (await outreach.ClaimAsync(mailing)).ShouldHaveSingleItem();
        await using var busy = outreach.OpenDatabase();
        var first = await busy.Database.BeginTransactionAsync(Token);
        // Each runs up to its wait before it gives the thread back.
        Task[] waiting = [InTransactionAsync(outreach), InCommandAsync(outreach), InLedgerAsync(outreach, claimed)];
        waiting.ShouldAllBe(writing => !writing.IsCompleted);

        await first.CommitAsync(Token);
        await using (await busy.Database.BeginTransactionAsync(Token))
        {
            (await busy.Set<ContactList>().CountAsync(list => list.Key.StartsWith("uusi-"), Token)).ShouldBe(2, "A transaction waited.");
            (await busy.Set<Contact>().SingleAsync(Token)).Role.ShouldBe("rehtori", "A command of its own waited.");
            (await busy.Set<Delivery>().SingleAsync(Token)).LeaseUntil.ShouldBeNull("The ledger waited.");
        }

        await Task.WhenAll(waiting);
    }

    [Fact]
    public async Task Transaction_that_is_only_dropped_gives_its_place_back()
    {
        using var folder = new TempFolder();
        var file = FileIn(folder);
        await using (var dropping = Open(file))
            await (await dropping.Database.BeginTransactionAsync(Token)).DisposeAsync();

        ShouldBeFree(file);
    }

    [Fact]
    public async Task Transaction_that_cannot_begin_gives_its_place_back()
    {
        using var folder = new TempFolder();
        var file = FileIn(folder);
        await using (var first = Open(file))
            await first.Database.OpenConnectionAsync(Token);
        await using (var other = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            await other.OpenAsync(Token);
            await using var writing = other.BeginTransaction();
            await using var impatient = Open(file);
            await impatient.Database.OpenConnectionAsync(Token);
            await impatient.Database.ExecuteSqlRawAsync("PRAGMA busy_timeout=0", Token);
            ((SqliteConnection)impatient.Database.GetDbConnection()).DefaultTimeout = 1;
            await Should.ThrowAsync<SqliteException>(() => impatient.Database.BeginTransactionAsync(Token));
        }

        ShouldBeFree(file);
    }

    [Fact]
    public async Task Command_that_fails_gives_its_place_back()
    {
        using var folder = new TempFolder();
        var file = FileIn(folder);
        await using var failing = Open(file);
        await failing.Database.OpenConnectionAsync(Token);
        await Should.ThrowAsync<SqliteException>(() => failing.Database.ExecuteSqlRawAsync("UPDATE no_such_table SET a = 1", Token));

        ShouldBeFree(file);
    }

    [Fact]
    public async Task Whoever_only_reads_takes_no_place()
    {
        using var folder = new TempFolder();
        var file = FileIn(folder);
        await using var reading = Open(file);
        await using var snapshot = await reading.BeginSnapshotAsync(Token);

        ShouldBeFree(file);
    }

    [Fact]
    public async Task Claim_of_nothing_waits_for_nobody()
    {
        await using var outreach = await StillOutreach.CreateAsync(StorageEngine.Sqlite);
        var mailing = await StartedAsync(outreach);
        (await outreach.ClaimAsync(mailing)).ShouldHaveSingleItem();
        await using var busy = outreach.OpenDatabase();
        await using var writing = await busy.Database.BeginTransactionAsync(Token);

        (await outreach.ClaimAsync(mailing)).ShouldBeEmpty();
    }

    // As an installation has it: no whole path.
    private static string FileIn(TempFolder folder) => Path.GetRelativePath(Environment.CurrentDirectory, Path.Combine(folder.FullPath, "outreach.db"));

    private static SqliteOutreachDb Open(string file) =>
        new((DbContextOptions<SqliteOutreachDb>)Engines.UseSqlite(new DbContextOptionsBuilder<SqliteOutreachDb>(), file).Options);

    private static void ShouldBeFree(string file)
    {
        using var next = Open(file);
        var connection = next.Database.GetDbConnection();
        WriteTurns.Of(connection).TakeAsync(connection, Token).IsCompletedSuccessfully.ShouldBeTrue();
        WriteTurns.Of(connection).Give(connection);
    }

    private static async Task<MailingId> StartedAsync(StillOutreach outreach)
    {
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(1);
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now);
        await outreach.StartMailingAsync(mailing);
        return mailing;
    }

    private static async Task InTransactionAsync(StillOutreach outreach)
    {
        await using var db = outreach.OpenDatabase();
        db.AddRange(ListOf("uusi-yksi"), ListOf("uusi-kaksi"));
        await db.SaveChangesAsync(Token);

        ContactList ListOf(string key) => new()
        {
            Key = key,
            Names = new Dictionary<string, string> { ["fi"] = key },
            LegalBasis = LegalBasis.Consent,
            CreatedAt = outreach.Now,
        };
    }

    private static async Task InCommandAsync(StillOutreach outreach)
    {
        await using var db = outreach.OpenDatabase();
        await db.Set<Contact>().ExecuteUpdateAsync(row => row.SetProperty(contact => contact.Role, "rehtori"), Token);
    }

    private static async Task InLedgerAsync(StillOutreach outreach, ClaimedDelivery claimed)
    {
        await using var ledger = await LedgerConnection.OpenAsync(outreach.Services.GetRequiredService<IDbContextFactory<OutreachDb>>());
        await ledger.WriteAsync([new LedgerEntry.Release(claimed)], outreach.Now, outreach.Now, isRepeated: false);
    }
}
