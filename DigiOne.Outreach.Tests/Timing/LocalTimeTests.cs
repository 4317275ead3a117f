using DigiOne.Outreach.Timing;

namespace DigiOne.Outreach.Tests.Timing;

public sealed class LocalTimeTests
{
    private static readonly LocalTime Helsinki = new("Europe/Helsinki");

    [Fact]
    public void Wall_clock_time_has_one_reading_none_or_two()
    {
        Helsinki.Read(new DateTime(2027, 3, 28, 10, 0, 0)).ShouldBe(new LocalReading.Exact(Utc(3, 28, 7, 0)));
        Helsinki.Read(new DateTime(2027, 3, 28, 3, 30, 0)).ShouldBe(new LocalReading.Skipped(Utc(3, 28, 1, 0)));
        Helsinki.Read(new DateTime(2027, 10, 31, 3, 30, 0)).ShouldBe(new LocalReading.Twice(Utc(10, 31, 0, 30), Utc(10, 31, 1, 30)));
    }

    [Theory]
    [InlineData(3, 27, 8, 0, 1, 3, 28, 7, 0)]
    [InlineData(3, 29, 7, 0, -7, 3, 22, 8, 0)]
    [InlineData(10, 30, 7, 0, 1, 10, 31, 8, 0)]
    [InlineData(11, 1, 8, 0, -7, 10, 25, 7, 0)]
    public void Day_is_a_date_and_not_24_hours(int month, int day, int hour, int minute, int days, int toMonth, int toDay, int toHour, int toMinute)
        => Helsinki.AddDays(Utc(month, day, hour, minute), days).ShouldBe(Utc(toMonth, toDay, toHour, toMinute));

    [Fact]
    public void Skipped_hour_moves_on_by_the_jump_and_a_doubled_one_is_the_earlier()
    {
        Helsinki.At(Helsinki.AddDays(Utc(3, 27, 1, 30), 1)).ShouldBe(new DateTime(2027, 3, 28, 4, 30, 0));
        Helsinki.AddDays(Utc(10, 30, 0, 30), 1).ShouldBe(Utc(10, 31, 0, 30));
    }

    [Fact]
    public void Zone_is_known_by_its_iana_name_only()
    {
        LocalTime.Knows("Europe/Helsinki").ShouldBeTrue();
        LocalTime.Knows("FLE Standard Time").ShouldBeFalse();
    }

    [Fact]
    public void Instant_is_written_to_the_minute_or_to_the_second_with_the_offset_of_then()
    {
        Helsinki.Text(Utc(3, 28, 7, 0).AddSeconds(5)).ShouldBe("2027-03-28T10:00+03:00");
        Helsinki.TextToSecond(Utc(3, 27, 7, 0).AddSeconds(5)).ShouldBe("2027-03-27T09:00:05+02:00");
    }

    private static DateTimeOffset Utc(int month, int day, int hour, int minute) => new(2027, month, day, hour, minute, 0, TimeSpan.Zero);
}
