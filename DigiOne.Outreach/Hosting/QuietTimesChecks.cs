using DigiOne.Outreach.Configuration;

namespace DigiOne.Outreach.Hosting;

internal static class QuietTimesChecks
{
    internal static IEnumerable<ConfigurationProblem> Of(QuietTimesOptions quiet)
    {
        foreach (var (index, month) in quiet.Months.Index().Where(item => item.Item is < 1 or > 12))
            yield return new($"QuietTimes:Months:{index}", $"there is no month {month}", "give a whole number from 1 to 12");

        if (quiet.Enabled && quiet.Months.Distinct().Count() >= 12)
            yield return new("QuietTimes:Months", "the whole year is quiet", "leave at least one month in which mail may go");

        if (quiet.From == quiet.Until)
            yield return new("QuietTimes:Until", "the night has no length", "give a time other than QuietTimes:From");
    }
}
