using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Tests.Storage;

public sealed class StoredValueTests
{
    private static readonly DateTimeOffset Noon = new(2027, 3, 28, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Instant_comes_back_as_the_same_instant_in_utc_to_the_microsecond(StorageEngine engine)
    {
        var written = Noon.AddTicks(1_234_560).ToOffset(TimeSpan.FromHours(3));
        await using var database = await TestDatabase.CreateAsync(engine, Token);
        await AddAsync(database, List("noon", written));

        var read = (await ReadAsync(database, lists => lists)).ShouldHaveSingleItem().CreatedAt;

        read.ShouldBe(written);
        read.Offset.ShouldBe(TimeSpan.Zero);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Instants_are_ordered_by_time_whatever_their_offset(StorageEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine, Token);
        await AddAsync(
            database,
            List("second", new(2027, 3, 28, 9, 30, 0, TimeSpan.Zero)),
            List("first", new(2027, 3, 28, 12, 0, 0, TimeSpan.FromHours(3))),
            List("third", new(2027, 3, 28, 5, 0, 0, TimeSpan.FromHours(-5))));

        var keys = (await ReadAsync(database, lists => lists.OrderBy(list => list.CreatedAt))).Select(list => list.Key);

        keys.ShouldBe(["first", "second", "third"]);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Instants_are_compared_by_time_whatever_their_offset(StorageEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine, Token);
        await AddAsync(database, List("before", Noon.AddMinutes(-1)), List("at", Noon), List("after", Noon.AddMinutes(1)));
        var limit = Noon.ToOffset(TimeSpan.FromHours(3));

        var due = await ReadAsync(database, lists => lists.Where(list => list.CreatedAt <= limit).OrderBy(list => list.CreatedAt));

        due.Select(list => list.Key).ShouldBe(["before", "at"]);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Ids_find_their_rows_and_keep_the_order_in_which_they_were_made(StorageEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine, Token);
        var lists = Enumerable.Range(0, 20).Select(number => List($"list-{number}", Noon, Noon.AddMilliseconds(number))).ToArray();
        await AddAsync(database, [.. lists.Reverse()]);
        var wanted = lists[7].Id;

        (await ReadAsync(database, all => all.Where(list => list.Id == wanted))).ShouldHaveSingleItem().Key.ShouldBe("list-7");
        (await ReadAsync(database, all => all.OrderBy(list => list.Id))).Select(list => list.Id).ShouldBe(lists.Select(list => list.Id));
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Ids_and_instants_are_parameters_of_raw_sql(StorageEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine, Token);
        var (early, late) = (List("early", Noon.AddHours(-1)), List("late", Noon));
        await AddAsync(database, early, late);
        await using var db = database.CreateDbContext();
        var (id, limit) = (late.Id, Noon.ToOffset(TimeSpan.FromHours(3)));

        var byId = db.Set<ContactList>().FromSql($"SELECT * FROM lists WHERE id = {id}");
        var byInstant = db.Set<ContactList>().FromSql($"SELECT * FROM lists WHERE created_at < {limit}");
        var changed = await db.Database.ExecuteSqlAsync($"UPDATE lists SET key = 'found' WHERE id = {id} AND created_at = {limit}", Token);

        changed.ShouldBe(1);
        (await byId.SingleAsync(Token)).Key.ShouldBe("found");
        (await byInstant.SingleAsync(Token)).Id.ShouldBe(early.Id);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Row_numbers_are_parameters_of_raw_sql(StorageEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine, Token);
        await using var db = database.CreateDbContext();
        var contact = Person("aino@example.test");
        db.Add(contact);
        await db.SaveChangesAsync(Token);

        contact.Id.Value.ShouldBeGreaterThan(0);
        (await db.Set<Contact>().FromSql($"SELECT * FROM contacts WHERE id = {contact.Id}").AsNoTracking().SingleAsync(Token))
            .Address.ShouldBe("aino@example.test");
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task States_are_parameters_of_raw_sql(StorageEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine, Token);
        await AddAsync(database, List("news", Noon));
        await using var db = database.CreateDbContext();
        LegalBasis? wanted = LegalBasis.Consent;

        (await db.Set<ContactList>().FromSql($"SELECT * FROM lists WHERE legal_basis = {wanted}").SingleAsync(Token)).Key.ShouldBe("news");
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Row_number_of_a_deleted_row_is_never_given_again(StorageEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine, Token);
        await using var db = database.CreateDbContext();
        var (gone, next) = (Person("aino@example.test"), Person("eero@example.test"));
        db.Add(gone);
        await db.SaveChangesAsync(Token);
        await db.Set<Contact>().ExecuteDeleteAsync(Token);
        db.Add(next);
        await db.SaveChangesAsync(Token);

        next.Id.ShouldNotBe(gone.Id);
    }

    private static ContactList List(string key, DateTimeOffset createdAt, DateTimeOffset? idMadeAt = null) => new()
    {
        Id = idMadeAt is { } madeAt ? new ListId(Guid.CreateVersion7(madeAt)) : ListId.New(),
        Key = key,
        Names = new Dictionary<string, string> { ["fi"] = key },
        LegalBasis = LegalBasis.Consent,
        CreatedAt = createdAt,
    };

    private static Contact Person(string address) =>
        new() { Address = address, NormalAddress = address, Language = "fi", CreatedAt = Noon };

    private static async Task AddAsync(TestDatabase database, params ContactList[] lists)
    {
        await using var db = database.CreateDbContext();
        db.AddRange(lists.AsEnumerable());
        await db.SaveChangesAsync(Token);
    }

    private static async Task<List<ContactList>> ReadAsync(
        TestDatabase database, Func<IQueryable<ContactList>, IQueryable<ContactList>> query)
    {
        await using var db = database.CreateDbContext();
        return await query(db.Set<ContactList>().AsNoTracking()).ToListAsync(Token);
    }
}
