using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Audience.Import;
using DigiOne.Outreach.Problems;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Subscriptions;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Audience;

public sealed class ConsentLogTests
{
    private static readonly Guid Mailing = new("0190c0de-0000-7000-8000-000000000002");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Import_notes_file_and_line_of_those_whom_it_brought(StorageEngine engine)
    {
        await using var audience = await StillOutreach.CreateAsync(engine);
        var options = new ImportOptions { FileName = "jäsenet.csv", ApiToken = "jäsenrekisteri" };
        await audience.ImportedAsync("email\na@by.example\nb@by.example\n", options);

        await audience.ImportedAsync("email\nb@by.example\n\nc@by.example\n", options);

        (await EntriesAsync(audience)).Select(entry => (entry.Act, entry.Way, entry.Evidence!.File, entry.Evidence.Line, entry.Evidence.ApiToken)).ShouldBe(
            [
                (ConsentAct.Subscribed, ConsentWay.Import, "jäsenet.csv", 2, "jäsenrekisteri"),
                (ConsentAct.Subscribed, ConsentWay.Import, "jäsenet.csv", 3, "jäsenrekisteri"),
                (ConsentAct.Subscribed, ConsentWay.Import, "jäsenet.csv", 4, "jäsenrekisteri"),
            ],
            ignoreOrder: true);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Import_notes_nothing_of_those_whom_it_keeps_out(StorageEngine engine)
    {
        await using var audience = await StillOutreach.CreateAsync(engine);
        await audience.ImportedAsync("email\na@by.example\n");
        await audience.LeaveAsync(await audience.TargetAsync("a@by.example"), UnsubscribeScope.OneList, LeavingWay.Link);
        await audience.Services.SuppressAsync("b@by.example");

        await audience.ImportedAsync("email\na@by.example\nb@by.example\n");

        (await EntriesAsync(audience)).Select(entry => entry.Act).ShouldBe([ConsentAct.Subscribed, ConsentAct.Unsubscribed]);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Leaving_is_noted_once_with_way_and_mailing(StorageEngine engine)
    {
        await using var audience = await StillOutreach.CreateAsync(engine);
        await audience.ImportedAsync("email\na@by.example\n");
        var target = await audience.TargetAsync("a@by.example", Mailing);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => audience.LeaveAsync(target, UnsubscribeScope.OneList, LeavingWay.OneClick)));

        var left = (await EntriesAsync(audience)).Where(entry => entry.Act == ConsentAct.Unsubscribed).ShouldHaveSingleItem();
        (left.ListId, left.Way, left.At, left.Evidence!.Mailing).ShouldBe((target.List, ConsentWay.OneClick, audience.Now, Mailing));
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Leaving_everything_is_noted_for_each_list_and_for_all_mail(StorageEngine engine)
    {
        await using var audience = await StillOutreach.CreateAsync(engine);
        await audience.ImportedAsync("email\na@by.example\n");
        var target = await audience.TargetAsync("a@by.example");
        await audience.ImportedAsync("email\na@by.example\n", list: "tilaisuudet");

        await audience.LeaveAsync(target, UnsubscribeScope.Everything, LeavingWay.Link);

        (await EntriesAsync(audience)).Where(entry => entry.Act == ConsentAct.Unsubscribed).Select(entry => entry.ListId is null)
            .ShouldBe([false, false, true], ignoreOrder: true);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Leaving_ends_what_was_asked_for_and_not_confirmed(StorageEngine engine)
    {
        await using var audience = await StillOutreach.CreateAsync(engine);
        await audience.ImportedAsync("email\na@by.example\n");
        var target = await audience.TargetAsync("a@by.example");
        await audience.Services.UseAsync<OutreachDb, int>(db =>
        {
            db.Add(new PendingSubscription { ContactId = target.Contact, ListId = target.List, AskedAt = audience.Now });
            return db.SaveChangesAsync(Token);
        });

        await audience.LeaveAsync(target, UnsubscribeScope.OneList, LeavingWay.Link);

        (await audience.Services.AllAsync<PendingSubscription>()).ShouldBeEmpty();
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Entry_is_never_changed_and_goes_only_with_its_contact(StorageEngine engine)
    {
        await using var audience = await StillOutreach.CreateAsync(engine);
        await audience.ImportedAsync("email\na@by.example\n");

        foreach (var sql in new[] { "UPDATE consent_log SET way = 'Form'", "DELETE FROM consent_log" })
            await Should.ThrowAsync<Exception>(() => RunAsync(audience, sql), sql);
        (await EntriesAsync(audience)).ShouldHaveSingleItem();

        await RunAsync(audience, "DELETE FROM contacts");
        (await EntriesAsync(audience)).ShouldBeEmpty();
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Same_words_are_kept_once_and_never_changed(StorageEngine engine)
    {
        await using var audience = await StillOutreach.CreateAsync(engine);

        var first = await KeepAsync("1", "fi", "Tilaan uutiskirjeen.");
        (await KeepAsync("1", "fi", "Tilaan uutiskirjeen.")).ShouldBe(first);
        (await KeepAsync("2", "fi", "Tilaan uutiskirjeen.")).ShouldNotBe(first);

        foreach (var sql in new[] { "UPDATE wordings SET text = 'x'", "DELETE FROM wordings" })
            await Should.ThrowAsync<Exception>(() => RunAsync(audience, sql), sql);

        Task<WordingId> KeepAsync(string version, string language, string text) => audience.Services.UseAsync<OutreachDb, WordingId>(
            db => audience.Services.GetRequiredService<KeepWording>().ExecuteAsync(db, version, language, text, Token));
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Pause_by_the_team_is_noted_and_so_is_its_end(StorageEngine engine)
    {
        await using var audience = await StillOutreach.CreateAsync(engine);
        await audience.ImportedAsync("email\na@by.example\n");
        var contact = await audience.ContactAsync("a@by.example");

        await EditAsync(new ContactDraft { Language = "fi", PausedUntil = new DateOnly(2027, 4, 1) });
        (await audience.ContactAsync("a@by.example")).PausedUntil.ShouldBe(new DateTimeOffset(2027, 3, 31, 21, 0, 0, TimeSpan.Zero));
        await EditAsync(new ContactDraft { Language = "fi" });

        (await EntriesAsync(audience)).Select(entry => (entry.Act, entry.Way)).ShouldBe(
            [(ConsentAct.Subscribed, ConsentWay.Import), (ConsentAct.Paused, ConsentWay.Hand), (ConsentAct.Resumed, ConsentWay.Hand)]);

        async Task EditAsync(ContactDraft draft) => (await audience.Services.UseAsync<EditContact, SaveOutcome<ContactId>>(
            edit => edit.ExecuteAsync(contact.Id, null, draft, "aino@example.org", Token))).ShouldBeOfType<SaveOutcome<ContactId>.Saved>();
    }

    private static Task<int> RunAsync(StillOutreach audience, string sql) =>
        audience.Services.UseAsync<OutreachDb, int>(db => db.Database.ExecuteSqlRawAsync(sql, Token));

    private static async Task<List<ConsentEntry>> EntriesAsync(StillOutreach audience) =>
        [.. (await audience.Services.AllAsync<ConsentEntry>()).OrderBy(entry => entry.Id.Value)];
}
