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
        if (report.Halt == MailingHalt.Canary)
            yield return ("Or now", $"to everybody else: mailing everybody {report.Id}");
        if (report.CanaryLimit is { } limit)
            yield return ("Sample", $"it waits for the limit of {limit.Domain}, and everybody else for it: its last message is planned for {local.Text(limit.LastAt)}. "
                + "If that is too late, raise the domain's limit (Domains) and start the service anew");
        if (report.RelayTrouble is { LeavesDoubt: true } doubt)
            yield return ("Relay", string.Create(
                CultureInfo.InvariantCulture,
                $"{doubt.Relay} leaves one more message in doubt with each try, {report.InDoubt} so far: {doubt.Said} Check the relay, and hold the mailing back meanwhile: mailing pause {report.Id}. Next try: {local.TextToSecond(doubt.NextTryAt)}"));
        else if (report.RelayTrouble is { } trouble)
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
        MailingHalt.Doubt => ("Paused", $"by itself: too much of its sample is in doubt, {report.InDoubt} so far. Check the mail server, then let it go on: mailing resume {report.Id}"),
        MailingHalt.Deferrals => ("Paused", $"by itself: receivers put off most of its sample. See what they say, then let it go on: mailing resume {report.Id}"),
        MailingHalt.Canary => ("Sample", $"it goes to a sample first, and to everybody else by itself if few of those messages are rejected{(
            report.CanaryUntil is { } until ? $": {local.TextToSecond(until)}" : "")}"),
        _ => null,
    };
}
