using DigiOne.Outreach.Timing;

namespace DigiOne.Outreach.Tests.Timing;

public sealed class FinnishHolidaysTests
{
    [Theory]
    [InlineData(2024, "01-01 01-06 03-29 03-31 04-01 05-01 05-09 05-19 06-21 06-22 11-02 12-06 12-24 12-25 12-26")]
    [InlineData(2025, "01-01 01-06 04-18 04-20 04-21 05-01 05-29 06-08 06-20 06-21 11-01 12-06 12-24 12-25 12-26")]
    [InlineData(2026, "01-01 01-06 04-03 04-05 04-06 05-01 05-14 05-24 06-19 06-20 10-31 12-06 12-24 12-25 12-26")]
    [InlineData(2027, "01-01 01-06 03-26 03-28 03-29 05-01 05-06 05-16 06-25 06-26 11-06 12-06 12-24 12-25 12-26")]
    public void A_year_has_the_holidays_of_the_almanac(int year, string almanac) =>
        string.Join(' ', FinnishHolidays.Of(year).Select(holiday => $"{holiday.Date:MM-dd}")).ShouldBe(almanac);

    [Theory]
    [InlineData(1954, 4, 18)]
    [InlineData(1981, 4, 19)]
    [InlineData(2008, 3, 23)]
    [InlineData(2038, 4, 25)]
    [InlineData(2049, 4, 18)]
    [InlineData(2285, 3, 22)]
    public void Easter_is_where_the_church_has_it(int year, int month, int day) =>
        FinnishHolidays.Of(year).Single(holiday => holiday.English == "Easter Sunday").Date.ShouldBe(new DateOnly(year, month, day));

    [Fact]
    public void Ascension_on_May_Day_is_one_day_with_both_names()
    {
        var holidays = FinnishHolidays.Of(2008);

        holidays.Count.ShouldBe(14);
        holidays.Single(holiday => holiday.Date == new DateOnly(2008, 5, 1)).Finnish.ShouldBe("Vappu, Helatorstai");
    }

    [Fact]
    public void Every_year_stands_in_order_with_each_date_once()
    {
        for (var year = FinnishHolidays.FirstYear; year <= FinnishHolidays.LastYear; year++)
        {
            var dates = FinnishHolidays.Of(year).Select(holiday => holiday.Date).ToList();
            dates.ShouldBe(dates.Distinct().Order());
            dates.Count.ShouldBeInRange(14, 15);
        }
    }

    [Fact]
    public void A_date_is_a_holiday_or_not()
    {
        FinnishHolidays.IsHoliday(new DateOnly(2026, 6, 19)).ShouldBeTrue();
        FinnishHolidays.IsHoliday(new DateOnly(2026, 6, 18)).ShouldBeFalse();
    }

    [Theory]
    [InlineData(1899)]
    [InlineData(3000)]
    public void A_year_out_of_range_is_refused(int year) =>
        Should.Throw<ArgumentOutOfRangeException>(() => FinnishHolidays.Of(year));
}
