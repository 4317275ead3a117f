using DigiOne.Outreach.Deliveries;

namespace DigiOne.Outreach.Web.Api;

/// <summary>Deliveries: did it reach this recipient, and if not, why?</summary>
internal static class DeliveriesApi
{
    internal static void Map(RouteGroupBuilder api) =>
        api.MapGet("/deliveries", FindAsync).WithTags("Deliveries")
            .Reads<DeliveryReport[]>("findDeliveries", "Deliveries by address, mailing and state, the newest first; before is the last id of the page before");

    private static async Task<IResult> FindAsync(
        SearchDeliveries search, CancellationToken cancellationToken, string? address = null, Guid? mailing = null, Word<DeliveryState>? state = null,
        long? before = null, int? limit = null) =>
        TypedResults.Ok(await search.ExecuteAsync(
            new DeliveryFilter(address, mailing is { } id ? new MailingId(id) : null, state?.Value, before, ApiAnswers.Page(limit)), cancellationToken));
}
