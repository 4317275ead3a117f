using System.ComponentModel.DataAnnotations;
using DigiOne.Outreach.Deliveries;

namespace DigiOne.Outreach.Web.Api;

/// <summary>Deliveries: did it reach this recipient, and if not, why?</summary>
internal static class DeliveriesApi
{
    internal static void Map(RouteGroupBuilder api) =>
        api.MapGet("/deliveries", FindAsync).WithTags("Deliveries")
            .Reads<DeliveryReport[]>("findDeliveries", "Deliveries by address, mailing and state, the newest first; before is the last id of the page before. "
                + "A part of an address is looked for in the mailing, or among the newest 200,000 deliveries; a whole one among all. "
                + "An earlier address of somebody's, that nobody has now, is looked for where a part is");

    private static async Task<IResult> FindAsync(
        FindDeliveries find, MailingSummaries mailings, CancellationToken cancellationToken, string? address = null, Guid? mailing = null, Word<DeliveryStanding>? state = null,
        long? before = null, [Range(1, QueryRanges.LargestPage)] int limit = QueryRanges.PageSize)
    {
        if (mailing is { } asked && await mailings.FindAsync(new MailingId(asked), cancellationToken) is null)
            return ApiAnswers.Missing();

        var search = new DeliverySearch
        {
            Address = address ?? "",
            Mailing = mailing is { } id ? new MailingId(id) : null,
            State = state?.Value,
            Before = before,
            Most = limit,
        };
        return TypedResults.Ok((await find.ExecuteAsync(search, cancellationToken)).Found.Select(found => DeliveryReport.Of(found.Delivery)).ToArray());
    }
}
