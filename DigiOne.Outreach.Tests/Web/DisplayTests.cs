using System.Globalization;
using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Web;
using Microsoft.Extensions.Options;
using NodaTime;

namespace DigiOne.Outreach.Tests.Web;

public sealed class DisplayTests
{
    private static readonly Display Display =
        new(Options.Create(new OrganisationOptions { Name = "DigiOne", PublicBaseUrl = new("http://localhost") }));

    [Theory]
    [InlineData("fi-FI", "ma 23.11.2026 klo 16.05")]
    [InlineData("sv-FI", "mån 23.11.2026 kl. 16.05")]
    [InlineData("en-GB", "Mon 23 Nov 2026, 16:05")]
    public void Instant_is_shown_in_the_zone_of_the_organisation_as_the_language_writes_it(string culture, string shown)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
        Display.DateTime(new(2026, 11, 23, 14, 5, 0, TimeSpan.Zero)).ShouldBe(shown);
    }

    [Theory]
    [InlineData("fi-FI", 1, "klo 16.05.01")]
    [InlineData("sv-FI", 90, "kl. 16.06.30")]
    [InlineData("en-GB", 119, "16:06:59")]
    [InlineData("en-GB", 120, "Mon 23 Nov 2026, 16:07")]
    [InlineData("en-GB", 0, "Mon 23 Nov 2026, 16:05")]
    [InlineData("en-GB", -30, "Mon 23 Nov 2026, 16:04")]
    public void What_comes_within_two_minutes_is_shown_to_the_second(string culture, int seconds, string shown)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
        var now = new DateTimeOffset(2026, 11, 23, 14, 5, 0, TimeSpan.Zero);
        Display.DateTime(now.AddSeconds(seconds), now).ShouldBe(shown);
    }

    [Theory]
    [InlineData("fi-FI", "maanantai 23. marraskuuta", "lauantai 2. tammikuuta 2027")]
    [InlineData("sv-FI", "måndag 23 november", "lördag 2 januari 2027")]
    [InlineData("en-GB", "Monday 23 November", "Saturday 2 January 2027")]
    public void Day_is_a_heading_with_its_year_only_when_that_is_another(string culture, string thisYear, string nextYear)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
        var today = new LocalDate(2026, 11, 20);
        Display.DayHeading(new(2026, 11, 23), today).ShouldBe(thisYear);
        Display.DayHeading(new(2027, 1, 2), today).ShouldBe(nextYear);
    }

    [Fact]
    public void Only_all_is_a_hundred_percent()
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("en-GB");
        Display.Percent(999, 1000).ShouldBe("99%");
        Display.Percent(1000, 1000).ShouldBe("100%");
        Display.Percent(0, 0).ShouldBe("0%");
    }
}
