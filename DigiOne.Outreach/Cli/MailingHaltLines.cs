using System.Globalization;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Timing;

namespace DigiOne.Outreach.Cli;

/// <summary>What <c>mailing show</c> says of what holds a mailing back, and what to do about it.</summary>
internal static class MailingHaltLines
{
    /// <summary>The lines; none where nothing holds it back.</summary>
    /// <param name="report">The mailing.</param>
    /// <param name="local">Writes times.</param>
    /// <param name="pages">Where the pages are.</param>
    internal static IEnumerable<(string What, string Said)> Of(MailingReport report, LocalTime local, Uri pages)
    {
        if (Halted(report, local) is { } halted)
            yield return halted;
        if (report.RelayTrouble is { } trouble)
            yield return ("Relay", $"{trouble.Relay} did not take the message that is next: {trouble.Said} Next try: {local.TextToSecond(trouble.NextTryAt)}");
        if (report.Halt is not null || report.RelayTrouble is not null)
            yield return ("More", new Uri(pages, $"/admin/mailings/{report.Id}").ToString());
    }

    // A missing sender has its line among what is waited for.
    private static (string What, string Said)? Halted(MailingReport report, LocalTime local) => report.Halt switch
    {
        MailingHalt.Rejections => ("Paused", string.Create(
            CultureInfo.InvariantCulture,
            $"by itself: {report.TrippedRejected} of {report.TrippedTried} messages were rejected or came back. Find out why, then let it go on: mailing resume {report.Id}")),
        MailingHalt.Complaints => ("Paused", string.Create(
            CultureInfo.InvariantCulture,
            $"by itself: {report.TrippedRejected} of {report.TrippedTried} recipients reported it as spam. Find out why, then let it go on: mailing resume {report.Id}")),
        MailingHalt.Doubt => ("Paused", $"by itself: too much of its sample is in doubt. Check the mail server, then let it go on: mailing resume {report.Id}"),
        MailingHalt.Canary => ("Sample", $"it goes to a sample first, and to everybody else by itself if few of those messages are rejected{(
            report.CanaryUntil is { } until ? $": {local.TextToSecond(until)}" : "")}"),
        _ => null,
    };
}
