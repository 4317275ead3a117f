using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using DigiOne.Outreach.Timing;

namespace DigiOne.Outreach.Cli;

/// <summary><c>holidays YEAR</c>: the days that quiet times know.</summary>
internal static class HolidaysVerb
{
    internal static Command Create()
    {
        var year = new Argument<int>("year")
        {
            Description = $"From {FinnishHolidays.FirstYear} to {FinnishHolidays.LastYear}",
            CustomParser = ReadYear,
        };
        var json = Verb.JsonOption();
        var verb = new Command("holidays", "List the Finnish holidays of a year, both eves included") { year, json };
        verb.SetAction(parsed => Print(parsed, FinnishHolidays.Of(parsed.GetValue(year)), parsed.GetValue(json)));
        return verb;
    }

    private static int ReadYear(ArgumentResult result)
    {
        if (int.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var year) && year is >= FinnishHolidays.FirstYear and <= FinnishHolidays.LastYear)
            return year;

        result.AddError($"'{result.Tokens[0].Value}' is no year from {FinnishHolidays.FirstYear} to {FinnishHolidays.LastYear}.");
        return 0;
    }

    private static int Print(ParseResult parsed, IReadOnlyList<FinnishHoliday> holidays, bool json)
    {
        if (json)
            parsed.WriteJson(holidays.Select(holiday => holiday.Date));
        else
            foreach (var holiday in holidays)
                parsed.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{holiday.Date:yyyy-MM-dd}  {holiday.Date:ddd}  {holiday.Finnish,-32}{holiday.English}"));
        return ExitCode.Done;
    }
}
