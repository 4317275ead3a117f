using CsCheck;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Tests.Audience;

public sealed class SearchContactsTests
{
    private static readonly Gen<string> Text = Gen.OneOf(
            "a", "b", "ä", "Ä", "o", "Ö", "é", "Š", "n", "nen", "Aino", "VIRTANEN", "mäki", "1", "12", " ", " ", ".", "-", "%", "_", "\\", "\"", "'", "*", "+")
        .Array[0, 6].Select(string.Concat);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Parts_of_address_name_and_organisation_find_a_person(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        await KeepAsync(outreach, ("aino.makinen@espoo.example", "Aino Mäkinen", "Espoon kaupunki"), ("PEKKA@nokia.example", "Pekka Åberg", ""));

        foreach (var found in new[] { "maki", "MÄKI", "kaupunki", "aino.ma", "@espoo", "mäkinen espoon", "kau ain", "ai", "ka", "a", "aino m" })
            (await SearchAsync(outreach, found)).ShouldBe(["aino.makinen@espoo.example"], found);
        foreach (var found in new[] { "pekka", "Aberg", "åb", "p", "nokia.ex" })
            (await SearchAsync(outreach, found)).ShouldBe(["PEKKA@nokia.example"], found);
        // One and two letters are beginnings, and no word goes on in the next part.
        foreach (var missed in new[] { "in", "n", "kinen espoo k", "pekka aino", "examplepekka", "%", "_______" })
            (await SearchAsync(outreach, missed)).ShouldBeEmpty(missed);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task The_index_finds_whom_looking_at_each_finds(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var people = Gen.Select(Text, Text, Text).Array[60].Single(_ => true, seed: "0003lXLm02c1").Select((row, n) =>
            ($"{row.Item1.Replace(" ", "", StringComparison.Ordinal)}{n}@x.example", CleanText.Of(row.Item2), CleanText.Of(row.Item3))).ToArray();
        await KeepAsync(outreach, people);

        await Text.SampleAsync(
            async text =>
            {
                var words = SearchWords.Of(text);
                (await SearchAsync(outreach, text)).ShouldBe(
                    people.Where(person => words.Mean(person.Item1, person.Item2, person.Item3)).Select(person => person.Item1), ignoreOrder: true, text);
            },
            iter: 300, threads: 1);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Who_is_renamed_or_gone_is_found_no_more_as_before(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        await KeepAsync(outreach, ("aino@espoo.example", "Aino Mäkinen", ""), ("liisa@espoo.example", "Liisa Mäkinen", ""));
        await using var db = outreach.OpenDatabase();
        await db.Set<Contact>().Where(contact => contact.Name == "Aino Mäkinen").ExecuteUpdateAsync(contact => contact.SetProperty(row => row.Name, "Aino Virtanen"), Token);
        await db.Set<Contact>().Where(contact => contact.Name == "Liisa Mäkinen").ExecuteDeleteAsync(Token);

        (await SearchAsync(outreach, "mäkinen")).ShouldBeEmpty();
        (await SearchAsync(outreach, "virtanen")).ShouldBe(["aino@espoo.example"]);
        (await SearchAsync(outreach, "espoo")).ShouldBe(["aino@espoo.example"]);
    }

    [Fact]
    public async Task Nothing_of_somebody_who_is_gone_stays_in_the_embedded_index()
    {
        await using var outreach = await StillOutreach.CreateAsync(StorageEngine.Sqlite);
        await KeepAsync(outreach, ("aino@espoo.example", "Aino Wqzxmeister", ""), ("liisa@espoo.example", "Liisa Mäkinen", ""));
        await using var db = outreach.OpenDatabase();
        await db.Set<Contact>().Where(contact => contact.Name == "Aino Wqzxmeister").ExecuteDeleteAsync(Token);

        (await db.Database.SqlQuery<int>($"SELECT count(*) AS \"Value\" FROM contact_search_data WHERE instr(block, CAST('wqz' AS BLOB)) > 0").SingleAsync(Token)).ShouldBe(0);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Pages_lead_through_many_and_back_and_a_list_narrows_them(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        var list = await outreach.Services.MakeListAsync();
        await outreach.Services.MakeListAsync("muut");
        var readers = await outreach.Services.SubscribeManyAsync(1100);
        await outreach.Services.SubscribeAsync(["lukija@muu.example"], list: "muut");
        await outreach.Services.LeaveAsync(readers[7], list);

        var first = await PageAsync(outreach, "kunta", null, default);
        (first.Count, first.IsCounted, first.HasPrevious, first.HasNext).ShouldBe((1000, false, false, true));
        var (seen, page) = (first.Rows.Select(row => row.Id).ToList(), first);
        while (page.HasNext)
        {
            page = await PageAsync(outreach, "kunta", null, new(page.Rows[^1].Id, null));
            seen.AddRange(page.Rows.Select(row => row.Id));
        }

        seen.ShouldBe(readers.Reverse(), "whoever came last is first, and nobody is missed or shown twice");
        (await PageAsync(outreach, "kunta", null, new(null, seen[60]))).Rows.Select(row => row.Id).ShouldBe(seen.Skip(10).Take(50));
        (await PageAsync(outreach, "kunta", null, new(null, seen[50]))).HasPrevious.ShouldBeFalse();

        var few = await PageAsync(outreach, "lukija100", Team.List, default);
        (few.Count, few.IsCounted, few.Rows.Count).ShouldBe((11, true, 11));
        (await PageAsync(outreach, "lukija", "muut", default)).Rows.ShouldHaveSingleItem().Address.ShouldBe("lukija@muu.example");
        (await PageAsync(outreach, "lukija7@", Team.List, default)).Count.ShouldBe(0, "who has left is not on the list");
        (await PageAsync(outreach, "", Team.List, default)).IsCounted.ShouldBeFalse();
        (await PageAsync(outreach, "", "muut", default)).Count.ShouldBe(1);
        (await PageAsync(outreach, "", "tuntematon", default)).Count.ShouldBe(0);
    }

    [Fact]
    public async Task Without_its_extension_PostgreSQL_searches_all_and_says_so()
    {
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Postgres, Token);
        var role = $"plain_{Guid.CreateVersion7():N}";
        await using (var db = database.CreateDbContext())
        {
            var limited = $"DROP INDEX ix_contacts_search_text; DROP EXTENSION pg_trgm; CREATE ROLE {role} LOGIN PASSWORD 'x'; GRANT ALL ON ALL TABLES IN SCHEMA public TO {role}; GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO {role}; GRANT CREATE ON SCHEMA public TO {role}";
            await db.Database.ExecuteSqlRawAsync(limited, Token);
        }

        var log = new HeardLog();
        await using (var plain = TestDatabase.On($"{database.Settings.Postgres};Username={role};Password=x"))
        {
            await plain.MigrateAsync(Token, log);
            await using var services = plain.Services();
            await services.MakeListAsync();
            await services.SubscribeAsync(["aino@kunta.example", "liisa@kunta.example"]);
            (await services.UseAsync<SearchContacts, FoundContacts>(search => search.PageAsync("AIN", null, default, 50, Token))).Rows.ShouldHaveSingleItem();
        }

        log.Said(Microsoft.Extensions.Logging.LogLevel.Warning).ShouldContain(line => line.Contains("CREATE EXTENSION pg_trgm", StringComparison.Ordinal));
        await database.MigrateAsync(Token);
        await using var after = database.CreateDbContext();
        (await after.Database.SqlQuery<bool>($"SELECT to_regclass('ix_contacts_search_text') IS NOT NULL AS \"Value\"").SingleAsync(Token)).ShouldBeTrue("whoever may makes it at the next start");
        var drop = $"DROP OWNED BY {role}; DROP ROLE {role}";
        await after.Database.ExecuteSqlRawAsync(drop, Token);
    }

    [Fact]
    public async Task A_table_made_anew_gets_the_index_back_at_the_next_start()
    {
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite, Token);
        await using (var db = database.CreateDbContext())
            await db.Database.ExecuteSqlRawAsync("DROP TRIGGER contact_search_takes; DROP TRIGGER contact_search_changes; DROP TRIGGER contact_search_forgets", Token);

        await database.MigrateAsync(Token);

        await using var services = database.Services();
        await services.MakeListAsync();
        await services.SubscribeAsync(["aino@kunta.example"]);
        (await services.UseAsync<SearchContacts, FoundContacts>(search => search.PageAsync("kunta", null, default, 50, Token))).Rows.ShouldHaveSingleItem();
    }

    private static Task<bool> KeepAsync(StillOutreach outreach, params (string Address, string Name, string Organisation)[] people) =>
        outreach.Services.UseAsync<OutreachDb, bool>(async db =>
        {
            db.AddRange(people.Select(person => new Contact
            {
                Address = person.Address,
                NormalAddress = AddressNormalForm.Of(person.Address),
                Name = person.Name,
                Organisation = person.Organisation,
                Language = "fi",
                CreatedAt = outreach.Now,
            }));
            await db.SaveChangesAsync(Token);
            return true;
        });

    private static async Task<IEnumerable<string>> SearchAsync(StillOutreach outreach, string text) =>
        (await PageAsync(outreach, text, null, default, 100)).Rows.Select(row => row.Address);

    private static Task<FoundContacts> PageAsync(StillOutreach outreach, string text, string? list, SearchPlace place, int size = 50) =>
        outreach.Services.UseAsync<SearchContacts, FoundContacts>(search => search.PageAsync(text, list, place, size, Token));
}
