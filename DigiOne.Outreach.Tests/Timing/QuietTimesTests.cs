using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Timing;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Tests.Timing;

public sealed class QuietTimesTests
{
    private static readonly LocalTime Helsinki = new("Europe/Helsinki");

    [Theory]
    [InlineData("2027-03-02T10:00", null)] // a Tuesday morning
    [InlineData("2027-03-02T19:59", null)]
    [InlineData("2027-03-02T20:00", "2027-03-03T08:00")]
    [InlineData("2027-03-03T03:00", "2027-03-03T08:00")]
    [InlineData("2027-03-03T08:00", null)]
    [InlineData("2027-03-05T21:00", "2027-03-08T08:00")] // Friday evening
    [InlineData("2027-03-07T12:00", "2027-03-08T08:00")] // Sunday noon
    [InlineData("2027-03-25T20:00", "2027-03-30T08:00")] // before Easter, with the night of the clocks in between
    [InlineData("2027-10-29T20:00", "2027-11-01T08:00")] // before the other night
    [InlineData("2027-05-06T12:00", "2027-05-07T08:00")] // Ascension Day
    [InlineData("2027-06-24T20:00", "2027-06-28T08:00")] // Midsummer
    [InlineData("2027-06-30T20:00", "2027-08-02T08:00")] // July, and the Sunday after it
    [InlineData("2027-12-23T20:00", "2027-12-27T08:00")] // Christmas
    public void Bulk_mail_waits_through_nights_weekends_holidays_and_july(string now, string? opening) =>
        UntilOf(new QuietTimesOptions(), now).ShouldBe(opening);

    [Fact]
    public void Without_a_quiet_night_a_quiet_day_ends_at_midnight()
    {
        var options = new QuietTimesOptions { From = new(0, 0), Until = new(0, 0) };

        UntilOf(options, "2027-03-02T23:00").ShouldBeNull();
        UntilOf(options, "2027-03-06T12:00").ShouldBe("2027-03-08T00:00");
    }

    [Fact]
    public void Quiet_noon_does_not_make_a_morning_quiet()
    {
        var options = new QuietTimesOptions { From = new(11, 0), Until = new(12, 30) };

        UntilOf(options, "2027-03-02T11:30").ShouldBe("2027-03-02T12:30");
        UntilOf(options, "2027-03-06T11:30").ShouldBe("2027-03-08T00:00");
    }

    [Fact]
    public void Long_summer_ends_too_and_a_year_of_quiet_does_not()
    {
        UntilOf(new QuietTimesOptions { Months = [4, 5, 6, 7, 8, 9] }, "2027-04-01T12:00").ShouldBe("2027-10-01T08:00");
        Quiet(new QuietTimesOptions { Months = [.. Enumerable.Range(1, 12)] }).Until(Instant("2027-04-01T12:00")).ShouldBe(DateTimeOffset.MaxValue);
    }

    [Fact]
    public void Nothing_is_quiet_when_quiet_times_are_off() =>
        UntilOf(new QuietTimesOptions { Enabled = false }, "2027-07-04T02:00").ShouldBeNull();

    private static string? UntilOf(QuietTimesOptions options, string now) =>
        Quiet(options).Until(Instant(now)) is { } until ? Helsinki.At(until).ToString("yyyy-MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture) : null;

    private static QuietTimes Quiet(QuietTimesOptions options) => new(Options.Create(options), Helsinki);

    private static DateTimeOffset Instant(string wall) =>
        Helsinki.Read(DateTime.Parse(wall, System.Globalization.CultureInfo.InvariantCulture)).ShouldBeOfType<LocalReading.Exact>().Instant;
}
