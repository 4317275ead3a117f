using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Subscriptions;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Audience;

public sealed class ListsTests
{
    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Lists_tell_whom_a_mailing_would_reach_by_language(StorageEngine engine)
    {
        await using var audience = await StillOutreach.CreateAsync(engine);
        await audience.ImportedAsync("email,kieli\na@by.example,fi\nb@by.example,fi\nc@by.example,sv\nleft@by.example,sv\nbounced@by.example,en\n", list: "uutiset");
        await audience.ImportedAsync("email\na@by.example\n", list: "arkisto");
        await audience.Services.SuppressAsync("bounced@by.example", SuppressionReason.HardBounce);
        await audience.LeaveAsync(
            await audience.TargetAsync("left@by.example"), UnsubscribeScope.OneList, LeavingWay.Link);

        var lists = await audience.Services.GetRequiredService<Lists>().AllAsync(TestContext.Current.CancellationToken);

        lists.Select(list => list.List.Key).ShouldBe(["arkisto", "uutiset"]);
        lists[1].SubscribedByLanguage.ShouldBe(new Dictionary<string, int> { ["fi"] = 2, ["sv"] = 1 }, ignoreOrder: true);
        (lists[0].Subscribed, lists[1].Subscribed).ShouldBe((1, 3));
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task List_is_found_by_its_key(StorageEngine engine)
    {
        await using var audience = await StillOutreach.CreateAsync(engine);
        await audience.ImportedAsync("email\na@by.example\n", list: "uutiset");

        (await audience.Services.GetRequiredService<Lists>().FindAsync("uutiset", TestContext.Current.CancellationToken))!.NameIn("sv").ShouldBe("Nyhetsbrev");
        (await audience.Services.GetRequiredService<Lists>().FindAsync("utiset", TestContext.Current.CancellationToken)).ShouldBeNull();
    }
}
