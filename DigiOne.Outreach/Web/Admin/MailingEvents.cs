using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Web.Components;
using DigiOne.Outreach.Web.Words;
using Microsoft.Extensions.Localization;

namespace DigiOne.Outreach.Web.Admin;

/// <summary>Keeps a mailing's numbers up to date while its page is open.</summary>
internal static class MailingEvents
{
    internal static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet("/admin/mailings/{id:guid}/events", (
        Guid id, string? seen, MailingSummaries mailings, LiveCounts counting, RouteHealth routes, DomainPace domains, LedgerHealth ledger,
        WithheldCertificates withheld, RetryTexts retries, LiveStream stream, IStringLocalizer<MailingWords> text, CancellationToken cancellationToken) =>
        TypedResults.ServerSentEvents(stream.WatchAsync(
            async token =>
            {
                var mailing = await mailings.FindAsync(new(id), token);
                var counts = await counting.CountAsync(new(id), token);
                return mailing is null || counts is null ? Over : Update(counts, Stamp(mailing.Standing, mailing.IsFrozen, mailing.WaitsUntil is not null, mailing.CanaryUntil, counts, withheld.TroubleOf(mailing.Id), routes, domains, ledger), seen, retries, text);
            },
            cancellationToken)));

    private static LiveUpdate Over => new(new Dictionary<string, string>(), new Dictionary<string, long>(), Done: true);

    /// <summary>Where to listen from a page that shows this; null when nothing changes any more.</summary>
    internal static string? Href(MailingDetails shown, WithheldCertificates withheld, RouteHealth routes, DomainPace domains, LedgerHealth ledger) => shown.Standing.IsOver()
        ? null
        : $"/admin/mailings/{shown.Mailing.Id}/events?seen="
            + Uri.EscapeDataString(Stamp(shown.Standing, shown.Mailing.FrozenAt is not null, shown.Quiet is not null, shown.CanaryUntil, shown.Counts, withheld.TroubleOf(shown.Mailing.Id), routes, domains, ledger));

    /// <summary>Name of a number in the updates.</summary>
    internal static string CountId(DeliveryState state) => $"count-{state}";

    /// <summary>Name of the progress in the updates.</summary>
    internal const string ProgressId = "settled";

    /// <summary>Name of what screen readers say of the progress.</summary>
    internal const string SpokenId = "settled-spoken";

    // Said aloud at each quarter: every percent would be chatter.
    private const int Parts = 4;

    // When the page shows another standing, or other troubles, than these, it loads itself anew.
    private static LiveUpdate Update(MailingCounts counts, string stamp, string? seen, RetryTexts retries, IStringLocalizer<MailingWords> text)
    {
        var texts = Enum.GetValues<DeliveryState>().ToDictionary(CountId, state => Display.Count(counts.In(state)));
        texts[$"{ProgressId}-text"] = Display.Progress(counts.Settled, counts.Candidates);
        texts[SpokenId] = $"{text["Settled"]}: {Display.Percent(Parts * counts.Settled / Math.Max(counts.Candidates, 1), Parts)}";
        foreach (var (id, retry) in retries.All)
            texts[id] = retry;
        return new(texts, new Dictionary<string, long> { [ProgressId] = counts.Settled }, Done: stamp != seen);
    }

    private static string Stamp(
        MailingStanding standing, bool isFrozen, bool waits, DateTimeOffset? canaryUntil, MailingCounts counts, CertificateTrouble? unwritten, RouteHealth routes, DomainPace domains, LedgerHealth ledger) =>
        string.Join(
            '.',
            [
                standing.ToString(), isFrozen ? "frozen" : "", waits ? "waits" : "", $"{canaryUntil?.ToUnixTimeSeconds()}",
                // Why they are put off stands beside the numbers.
                counts.In(DeliveryState.Deferred) > 0 ? "putOff" : "", unwritten is null ? "" : "unwritten", $"{ledger.Now?.Why}",
                .. routes.Troubles.Select(trouble => trouble.Route), .. domains.Troubles.Select(trouble => $"{trouble.Domain} {trouble.Route} {domains.IsResting(trouble)}"),
            ]);
}
