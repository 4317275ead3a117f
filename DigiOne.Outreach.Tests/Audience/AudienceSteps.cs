using System.Text;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Audience.Import;
using DigiOne.Outreach.Subscriptions;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Audience;

/// <summary>What tests of the audience do and look at, by people's addresses in normal form.</summary>
internal static class AudienceSteps
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    internal static Task<ImportResult> ImportAsync(
        this StillOutreach audience, string csv, ImportOptions? options = null, string list = Team.List) =>
        audience.ImportAsync(Encoding.UTF8.GetBytes(csv), options, list);

    internal static async Task<ImportResult> ImportAsync(
        this StillOutreach audience, byte[] csv, ImportOptions? options = null, string list = Team.List)
    {
        if (await audience.Services.GetRequiredService<Lists>().FindAsync(list, Token) is null)
            await audience.Services.MakeListAsync(list);
        return await audience.ImportOntoAsync(list, csv, options);
    }

    /// <summary>Imports onto a list that there may be or not.</summary>
    internal static async Task<ImportResult> ImportOntoAsync(this StillOutreach audience, string list, byte[] csv, ImportOptions? options = null)
    {
        using var stream = new MemoryStream(csv);
        return await audience.Services.GetRequiredService<ImportContacts>().RunAsync(stream, list, options ?? new ImportOptions(), Token);
    }

    internal static async Task<ImportCounts> ImportedAsync(
        this StillOutreach audience, string csv, ImportOptions? options = null, string list = Team.List) =>
        (await audience.ImportAsync(csv, options, list)).ShouldBeOfType<ImportResult.Imported>().Counts;

    internal static async Task<Contact> ContactAsync(this StillOutreach audience, string normalAddress) =>
        (await audience.Services.AllAsync<Contact>()).Single(contact => contact.NormalAddress == normalAddress);

    internal static async Task<Subscription> SubscriptionAsync(this StillOutreach audience, string normalAddress)
    {
        var contact = await audience.ContactAsync(normalAddress);
        return (await audience.Services.AllAsync<Subscription>()).Single(subscription => subscription.ContactId == contact.Id);
    }

    internal static async Task<UnsubscribeTarget> TargetAsync(this StillOutreach audience, string normalAddress, Guid? mailing = null)
    {
        var subscription = await audience.SubscriptionAsync(normalAddress);
        return new UnsubscribeTarget(subscription.ContactId, subscription.ListId, mailing);
    }

    internal static Task<UnsubscribeResult> LeaveAsync(
        this StillOutreach audience, UnsubscribeTarget target, UnsubscribeScope scope, LeavingWay way) =>
        audience.Services.GetRequiredService<Unsubscribe>().RunAsync(target, scope, way, Token);
}
