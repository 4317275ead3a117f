using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Subscriptions;
using DigiOne.Outreach.Tests.Audience;
using DigiOne.Outreach.Tests.Support;

namespace DigiOne.Outreach.Tests.Subscriptions;

public sealed class UnsubscribeTests
{
    private static readonly Guid Mailing = new("0190c0de-0000-7000-8000-000000000002");

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Leaving_one_list_is_recorded_with_time_way_and_mailing(StorageEngine engine)
    {
        await using var audience = await StillOutreach.CreateAsync(engine);
        await audience.ImportedAsync("email\na@by.example\nb@by.example\n");
        audience.Clock.Advance(TimeSpan.FromHours(1));

        var result = await LeaveAsync(audience, UnsubscribeScope.OneList, LeavingWay.OneClick);

        result.ShouldBe(new UnsubscribeResult.Left(audience.Clock.GetUtcNow()));
        var left = await audience.SubscriptionAsync("a@by.example");
        (left.UnsubscribedAt, left.UnsubscribedBy, left.UnsubscribedFrom).ShouldBe((audience.Clock.GetUtcNow(), LeavingWay.OneClick, Mailing));
        (await audience.SubscriptionAsync("b@by.example")).UnsubscribedAt.ShouldBeNull();
        (await audience.Services.AllAsync<Suppression>()).ShouldBeEmpty();
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Leaving_again_changes_nothing(StorageEngine engine)
    {
        await using var audience = await StillOutreach.CreateAsync(engine);
        await audience.ImportedAsync("email\na@by.example\n");
        await LeaveAsync(audience, UnsubscribeScope.OneList, LeavingWay.OneClick);
        var first = audience.Clock.GetUtcNow();
        audience.Clock.Advance(TimeSpan.FromDays(1));

        (await LeaveAsync(audience, UnsubscribeScope.OneList, LeavingWay.Link)).ShouldBeOfType<UnsubscribeResult.AlreadyGone>();

        var left = await audience.SubscriptionAsync("a@by.example");
        (left.UnsubscribedAt, left.UnsubscribedBy).ShouldBe((first, LeavingWay.OneClick));
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Leaving_everything_ends_every_list_and_suppresses_the_address(StorageEngine engine)
    {
        await using var audience = await StillOutreach.CreateAsync(engine);
        await audience.ImportedAsync("email\na@by.example\n");
        var target = await audience.TargetAsync("a@by.example");
        await audience.ImportedAsync("email\nA@by.example\n", list: "tilaisuudet");

        await audience.LeaveAsync(target, UnsubscribeScope.Everything, LeavingWay.Link);

        (await audience.Services.AllAsync<Subscription>()).Count(subscription => subscription.UnsubscribedAt is not null).ShouldBe(2);
        var suppression = (await audience.Services.AllAsync<Suppression>()).ShouldHaveSingleItem();
        suppression.NormalAddress.ShouldBe("a@by.example");
        suppression.Causes.ShouldHaveSingleItem().ShouldBe((
            SuppressionReason.Unsubscribed, new SuppressionCause { Since = audience.Clock.GetUtcNow(), Source = SuppressionSource.Link }));
        (await audience.ImportedAsync("email\na@by.example\n", list: "kolmas")).KeptOut.ShouldBe(1);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Of_many_clicks_at_once_one_counts(StorageEngine engine)
    {
        await using var audience = await StillOutreach.CreateAsync(engine);
        await audience.ImportedAsync("email\na@by.example\n");

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => LeaveAsync(audience, UnsubscribeScope.Everything, LeavingWay.Link)));

        results.Count(result => result is UnsubscribeResult.Left).ShouldBe(1);
        (await audience.Services.AllAsync<Suppression>()).Count.ShouldBe(1);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Somebody_who_is_no_more_is_already_gone(StorageEngine engine)
    {
        await using var audience = await StillOutreach.CreateAsync(engine);
        var target = new UnsubscribeTarget(new ContactId(999), ListId.New(), null);

        (await audience.LeaveAsync(target, UnsubscribeScope.Everything, LeavingWay.Link))
            .ShouldBeOfType<UnsubscribeResult.AlreadyGone>();
    }

    private static async Task<UnsubscribeResult> LeaveAsync(StillOutreach audience, UnsubscribeScope scope, LeavingWay way) =>
        await audience.LeaveAsync(
            await audience.TargetAsync("a@by.example", Mailing), scope, way);
}
