using System.Security.Cryptography;
using System.Text;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Plans;
using DigiOne.Outreach.Web.Components;
using DigiOne.Outreach.Web.Words;
using Microsoft.Extensions.Localization;

namespace DigiOne.Outreach.Web.Admin;

/// <summary>Keeps the timeline up to date while something is under way or about to start.</summary>
internal static class TimelineEvents
{
    private const string Path = "/admin/timeline/events";
    private const int StampLength = 16;

    // What starts later than this is no reason to keep a connection open.
    private static readonly TimeSpan Horizon = TimeSpan.FromMinutes(10);

    internal static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet(Path, (
        string? seen, Timeline timeline, RouteHealth routes, RetryTexts retries, LiveStream live, TimeProvider clock, IStringLocalizer<TimelineWords> text, CancellationToken cancellationToken) =>
        TypedResults.ServerSentEvents(live.WatchAsync(
            async token => Update(await timeline.MovingAsync(Until(clock), token), seen, routes, retries, text), cancellationToken)));

    /// <summary>Where to listen from a page that shows these as moving; null when nothing moves.</summary>
    internal static string? Href(IReadOnlyCollection<TimelineEntry> moving, RouteHealth routes) => moving.Count == 0 ? null : $"{Path}?seen={Stamp(moving, routes)}";

    /// <summary>Until when what is planned is about to start.</summary>
    internal static DateTimeOffset Until(TimeProvider clock) => clock.GetUtcNow() + Horizon;

    /// <summary>Name of an entry's count in the updates.</summary>
    internal static string CountId(TimelineEntry entry) => $"count-{entry.SubjectId:n}";

    /// <summary>Name of an entry's progress in the updates.</summary>
    internal static string ProgressId(TimelineEntry entry) => $"progress-{entry.SubjectId:n}";

    /// <summary>How many an entry has reached, in words; empty until its audience is known.</summary>
    internal static string Count(TimelineEntry entry, IStringLocalizer<TimelineWords> text)
    {
        if (entry.Candidates == 0)
            return "";
        var (done, all) = (Display.Count(entry.Reached), Display.Count(entry.Candidates));
        var reached = entry.Channel == TimelineChannel.Post ? text["Published", done, all] : text["Gone", done, all];
        IEnumerable<string> failed = entry.Failed == 0 ? [] : [text["Failed", Display.Count(entry.Failed)]];
        IEnumerable<string> inDoubt = entry.InDoubt == 0 ? [] : [text["InDoubt", Display.Count(entry.InDoubt)]];
        return string.Join(" · ", [reached, .. failed, .. inDoubt]);
    }

    // When the page shows other states than these, it loads itself anew.
    private static LiveUpdate Update(
        IReadOnlyList<TimelineEntry> moving, string? seen, RouteHealth routes, RetryTexts retries, IStringLocalizer<TimelineWords> text) => new(
        new Dictionary<string, string>([.. moving.Select(entry => KeyValuePair.Create(CountId(entry), Count(entry, text))), .. retries.All]),
        moving.ToDictionary(ProgressId, entry => (long)entry.Done),
        Done: Stamp(moving, routes) != seen);

    // The number of candidates stands in it only as known or not, so that a progress bar gets its end.
    private static string Stamp(IEnumerable<TimelineEntry> moving, RouteHealth routes)
    {
        var states = string.Concat(moving.Select(entry => $"{entry.SubjectId:n}{entry.State}{entry.Candidates > 0}{entry.IsWaiting}{entry.Halt}{entry.CanaryUntil?.ToUnixTimeSeconds()}\n").Order(StringComparer.Ordinal))
            + string.Join('\n', routes.Troubles.Where(trouble => trouble.Failures > 0).Select(trouble => trouble.Route));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(states)))[..StampLength];
    }
}
