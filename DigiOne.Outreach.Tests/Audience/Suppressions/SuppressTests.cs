using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Audience;

public sealed class SuppressTests
{
    private const string Address = "a@by.example";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task First_time_keeps_its_date_and_words_and_another_reason_stands_beside_it(StorageEngine engine)
    {
        await using var audience = await StillOutreach.CreateAsync(engine);
        var first = audience.Now;

        (await SuppressAsync(audience, SuppressionReason.HardBounce, new(SuppressionSource.Mail, Note: "550 5.1.1\r\nunknown"))).ShouldBeTrue();
        audience.Clock.Advance(TimeSpan.FromDays(1));
        (await SuppressAsync(audience, SuppressionReason.HardBounce, new(SuppressionSource.Hand, "maija@kunta.example"))).ShouldBeFalse();
        (await SuppressAsync(audience, SuppressionReason.ByHand, new(SuppressionSource.Hand, "maija@kunta.example", new string('x', 600)))).ShouldBeTrue();

        var row = (await audience.Services.AllAsync<Suppression>()).ShouldHaveSingleItem();
        row.Causes.ShouldBe(
            [
                (SuppressionReason.HardBounce, new SuppressionCause { Since = first, Source = SuppressionSource.Mail, Note = "550 5.1.1 unknown" }),
                (SuppressionReason.ByHand, new SuppressionCause
                {
                    Since = audience.Now,
                    Source = SuppressionSource.Hand,
                    By = "maija@kunta.example",
                    Note = new string('x', 499) + "…",
                }),
            ]);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Lifting_takes_one_reason_or_all_and_the_row_goes_with_the_last(StorageEngine engine)
    {
        await using var audience = await StillOutreach.CreateAsync(engine);
        foreach (var reason in Enum.GetValues<SuppressionReason>())
            await SuppressAsync(audience, reason, new(SuppressionSource.Hand));

        (await LiftAsync(audience, SuppressionReason.Complaint)).ShouldBe(1);
        (await LiftAsync(audience, SuppressionReason.Complaint)).ShouldBe(0);
        (await audience.Services.AllAsync<Suppression>()).ShouldHaveSingleItem().Causes.Select(known => known.Reason)
            .ShouldBe([SuppressionReason.HardBounce, SuppressionReason.ByHand, SuppressionReason.Unsubscribed]);

        (await LiftAsync(audience, null)).ShouldBe(3);
        (await audience.Services.AllAsync<Suppression>()).ShouldBeEmpty();
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Of_many_at_once_one_counts(StorageEngine engine)
    {
        await using var audience = await StillOutreach.CreateAsync(engine);

        var results = await Task.WhenAll(Enum.GetValues<SuppressionReason>().SelectMany(reason => Enumerable.Range(0, 4).Select(_ =>
            Task.Run(() => SuppressAsync(audience, reason, new(SuppressionSource.Mail)), Token))));

        results.Count(isNew => isNew).ShouldBe(4, "once for each reason");
        (await audience.Services.AllAsync<Suppression>()).ShouldHaveSingleItem().Causes.Count().ShouldBe(4);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Suppressions_are_found_by_the_beginning_of_the_address_and_by_reason_page_by_page(StorageEngine engine)
    {
        await using var audience = await StillOutreach.CreateAsync(engine);
        foreach (var address in new[] { "aino@by.example", "aino2@by.example", "bertta@by.example", "a_no@by.example" })
            await audience.Services.SuppressAsync(address);
        await audience.Services.SuppressAsync("aino2@by.example", SuppressionReason.Complaint);

        (await FindAsync("AINO")).ShouldBe(["aino2@by.example", "aino@by.example"], ignoreOrder: true);
        (await FindAsync("a_")).ShouldBe(["a_no@by.example"]);
        (await FindAsync("", SuppressionReason.Complaint)).ShouldBe(["aino2@by.example"]);
        (await FindAsync("", SuppressionReason.ByHand)).ShouldBeEmpty();
        var all = await FindAsync("");
        all.Count.ShouldBe(4);
        (await FindAsync("", after: all[1], take: 1)).ShouldBe([all[2]]);

        async Task<List<string>> FindAsync(string beginning, SuppressionReason? reason = null, string? after = null, int take = 50) =>
            [.. (await audience.Services.GetRequiredService<FindSuppressions>().ExecuteAsync(beginning, reason, after, take, Token)).Select(row => row.NormalAddress)];
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Whoever_confirms_anew_is_let_in_against_their_own_wish_and_not_against_the_teams(StorageEngine engine)
    {
        await using var audience = await StillOutreach.CreateAsync(engine);
        foreach (var reason in Enum.GetValues<SuppressionReason>())
            await SuppressAsync(audience, reason, new(SuppressionSource.Hand));

        await using (var db = audience.OpenDatabase())
            await audience.Services.GetRequiredService<ComeBack>().ExecuteAsync(db, Address, Token);

        (await audience.Services.AllAsync<Suppression>()).ShouldHaveSingleItem().Causes.Select(known => known.Reason)
            .ShouldBe([SuppressionReason.HardBounce, SuppressionReason.ByHand]);
    }

    private static Task<bool> SuppressAsync(StillOutreach audience, SuppressionReason reason, SuppressionOrigin origin) =>
        audience.Services.GetRequiredService<Suppress>().ExecuteAsync(Address, reason, origin, Token);

    private static Task<int> LiftAsync(StillOutreach audience, SuppressionReason? reason) =>
        audience.Services.GetRequiredService<LiftSuppression>().ExecuteAsync(Address, reason, Token);
}
