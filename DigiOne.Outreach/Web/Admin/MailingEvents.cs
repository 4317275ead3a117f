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
                var numbers = await counting.CountAsync(new(id), token);
                return mailing is null || numbers is null ? Over : Update(
                    numbers,
                    Stamp(
                        mailing.Standing, mailing.IsFrozen, mailing.WaitsUntil is not null, mailing.CanaryUntil, numbers, withheld.TroubleOf(mailing.Id), routes,
                        domains, ledger),
                    seen, retries, text);
            },
            cancellationToken)));

    private static LiveUpdate Over => new(new Dictionary<string, string>(), new Dictionary<string, long>(), Done: true);

    /// <summary>Where to listen from a page that shows this; null when nothing changes any more.</summary>
    internal static string? Href(MailingDetails shown, WithheldCertificates withheld, RouteHealth routes, DomainPace domains, LedgerHealth ledger) => shown.Standing.IsOver()
        ? null
        : $"/admin/mailings/{shown.Mailing.Id}/events?seen="
            + Uri.EscapeDataString(Stamp(
                shown.Standing, shown.Mailing.FrozenAt is not null, shown.Quiet is not null, shown.CanaryUntil, new LiveNumbers(shown.Counts, shown.DomainLimits),
                withheld.TroubleOf(shown.Mailing.Id), routes, domains, ledger));

    /// <summary>Name of a number in the updates.</summary>
    internal static string CountId(DeliveryStanding state) => $"count-{state}";

    /// <summary>Name in the updates of how many wait for a domain's limit.</summary>
    internal static string LimitId(DomainLimit limit) => $"limit-{limit.Domain}";

    /// <summary>Name of the progress in the updates.</summary>
    internal const string ProgressId = "settled";

    /// <summary>Name of what screen readers say of the progress.</summary>
    internal const string SpokenId = "settled-spoken";

    // Said aloud at each quarter: every percent would be chatter.
    private const int Parts = 4;

    // More than the page shows: which of them have the most messages changes.
    private const int MostLimits = 20;

    // When the page shows another standing, or other troubles, than these, it loads itself anew.
    private static LiveUpdate Update(LiveNumbers numbers, string stamp, string? seen, RetryTexts retries, IStringLocalizer<MailingWords> text)
    {
        var counts = numbers.Counts;
        var texts = Enum.GetValues<DeliveryStanding>().ToDictionary(CountId, state => Display.Count(counts.In(state)));
        foreach (var limit in numbers.Limits.Take(MostLimits))
            texts[LimitId(limit)] = Display.Count(limit.Messages);
        texts[$"{ProgressId}-text"] = Display.Progress(counts.Settled, counts.Candidates);
        texts[SpokenId] = $"{text["Settled"]}: {Display.Percent(Parts * counts.Settled / Math.Max(counts.Candidates, 1), Parts)}";
        foreach (var (id, retry) in retries.All)
            texts[id] = retry;
        return new(texts, new Dictionary<string, long> { [ProgressId] = counts.Settled }, Done: stamp != seen);
    }

    private static string Word(bool isSo, string word) => isSo ? word : "";

    private static string Stamp(
        MailingStanding standing, bool isFrozen, bool waits, DateTimeOffset? canaryUntil, LiveNumbers numbers, CertificateTrouble? unwritten, RouteHealth routes,
        DomainPace domains, LedgerHealth ledger) =>
        string.Join(
            '.',
            [
                standing.ToString(), Word(isFrozen, "frozen"), Word(waits, "waits"), $"{canaryUntil?.ToUnixTimeSeconds()}",
                // Why they are put off, and what they wait for, stands beside the numbers.
                Word(numbers.Counts.Deferred > 0, "putOff"), Word(numbers.Counts.Limited > 0, "limited"), Word(numbers.Counts.InDoubt > 0, "inDoubt"),
                .. numbers.Limits.Select(limit => limit.Domain).Order(StringComparer.Ordinal).Take(numbers.Limits.Count > MailingWaits.MostLimits ? 0 : MailingWaits.MostLimits),
                Word(unwritten is not null, "unwritten"), $"{ledger.Now?.Why}",
                .. routes.Troubles.Select(trouble => $"{trouble.Route}{Word(trouble.LeavesDoubt, " doubt")}"),
                .. domains.Troubles.Select(trouble => $"{trouble.Domain} {trouble.Route} {domains.IsResting(trouble)}"),
            ]);
}
