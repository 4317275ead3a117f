using System.Net;
using DigiOne.Outreach.Deliveries;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Tests.Web;

/// <summary>Somebody who watches single deliveries.</summary>
public abstract class DeliveryWatchingTests : WatchingTests
{
    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The page of a delivery.</summary>
    private protected async Task<string> PageAsync(DeliveryId delivery) => WebUtility.HtmlDecode(await Person.ReadAsync($"/admin/deliveries/{delivery}"));

    /// <summary>The one that was put off stands so from now on.</summary>
    private protected async Task<DeliveryId> SetAsync(DeliveryState state, string reply)
    {
        await using var db = Web.Database();
        var id = (await db.Set<Delivery>().FirstAsync(row => row.MailingId == Work.UnderWay && row.State == DeliveryState.Deferred, Token)).Id;
        await db.Set<Delivery>().Where(row => row.Id == id).ExecuteUpdateAsync(
            row => row.SetProperty(d => d.State, state).SetProperty(d => d.LastReply, reply), Token);
        return id;
    }
}
