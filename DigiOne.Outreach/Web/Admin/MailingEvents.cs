using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Web.Components;

namespace DigiOne.Outreach.Web.Admin;

/// <summary>Keeps a mailing's numbers up to date while its page is open.</summary>
internal static class MailingEvents
{
    internal static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet("/admin/mailings/{id:guid}/events", (
        Guid id, string? seen, FindMailing find, MailingProgress progress, RouteHealth routes, LiveStream live, CancellationToken cancellationToken) =>
        TypedResults.ServerSentEvents(live.WatchAsync(
            async token =>
            {
                var standing = await find.StandingAsync(new(id), token);
                var counts = await progress.CountAsync(new(id), token);
                return standing is null || counts is null ? Over : Update(counts, Stamp(standing, routes), seen);
            },
            cancellationToken)));

    private static LiveUpdate Over => new(new Dictionary<string, string>(), new Dictionary<string, long>(), Done: true);

    /// <summary>Where to listen from a page that shows this; null when nothing changes any more.</summary>
    internal static string? Href(MailingDetails shown, RouteHealth routes)
    {
        var mailing = shown.Mailing;
        var standing = new MailingGlance(mailing.State, mailing.FrozenAt is not null, mailing.CancelledAt is not null, shown.IsOverdue);
        return mailing.State is MailingState.Closed or MailingState.Cancelled
            ? null
            : $"/admin/mailings/{mailing.Id}/events?seen={Uri.EscapeDataString(Stamp(standing, routes))}";
    }

    /// <summary>Name of a number in the updates.</summary>
    internal static string CountId(DeliveryState state) => $"count-{state}";

    /// <summary>Name of the progress in the updates.</summary>
    internal const string ProgressId = "settled";

    // When the page shows another standing, or other troubles, than these, it loads itself anew.
    private static LiveUpdate Update(MailingCounts counts, string stamp, string? seen)
    {
        var texts = Enum.GetValues<DeliveryState>().ToDictionary(CountId, state => Display.Count(counts.In(state)));
        texts[$"{ProgressId}-text"] = Display.Progress(counts.Settled, counts.Candidates);
        return new(texts, new Dictionary<string, long> { [ProgressId] = counts.Settled }, Done: stamp != seen);
    }

    private static string Stamp(MailingGlance standing, RouteHealth routes) =>
        string.Join('.', [
            standing.State.ToString(), standing.IsFrozen ? "frozen" : "", standing.IsCancelled ? "cancelled" : "", standing.IsOverdue ? "overdue" : "",
            .. routes.Troubles.Select(trouble => trouble.Route),
        ]);
}
