using System.Globalization;
using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Mail;

namespace DigiOne.Outreach.Hosting;

internal static class QuietTimesChecks
{
    internal static IEnumerable<ConfigurationProblem> Of(QuietTimesOptions quiet, MailOptions mail)
    {
        foreach (var (index, month) in quiet.Months.Index().Where(item => item.Item is < 1 or > 12))
            yield return new($"QuietTimes:Months:{index}", $"there is no month {month}", "give a whole number from 1 to 12");

        if (quiet.Enabled && quiet.Months.Distinct().Count() >= 12)
            yield return new("QuietTimes:Months", "the whole year is quiet", "leave at least one month in which mail may go") { RestsOn = ["QuietTimes:Months"] };

        if (quiet.From == quiet.Until)
            yield return new("QuietTimes:Until", "the night has no length", "give a time other than QuietTimes:From") { RestsOn = ["QuietTimes:From"] };

        foreach (var (name, sender) in mail.Senders)
            if (sender.Window is { } window && quiet.Enabled && !Opens(window, quiet))
                yield return new(
                    $"Senders:{name}:Window",
                    string.Create(CultureInfo.InvariantCulture, $"the window ({window.From:HH:mm} to {window.Until:HH:mm}) lies wholly in the quiet night ({quiet.From:HH:mm} to {quiet.Until:HH:mm}), so no bulk mail would ever go"),
                    "let it reach out of the time from QuietTimes:From to QuietTimes:Until, or change those")
                {
                    RestsOn = [$"Senders:{name}:Window:From", $"Senders:{name}:Window:Until", "QuietTimes:Enabled", "QuietTimes:From", "QuietTimes:Until"],
                };
    }

    // A night leaves something of every working day. What a window and a day have in common begins where one of them does.
    private static bool Opens(SendWindowOptions window, QuietTimesOptions quiet) =>
        window.From == window.Until || quiet.From == quiet.Until
        || new[] { window.From, quiet.Until }.Any(
            time => time.IsBetween(window.From, window.Until) && !time.IsBetween(quiet.From, quiet.Until));
}
