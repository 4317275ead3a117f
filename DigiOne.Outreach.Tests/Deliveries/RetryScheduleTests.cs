using DigiOne.Outreach.Deliveries;

namespace DigiOne.Outreach.Tests.Deliveries;

/// <summary>Pauses grow, end growing, and are varied by a quarter.</summary>
public sealed class RetryScheduleTests
{
    // As near to 1 as a Random comes.
    private static readonly double Most = Math.BitDecrement(1.0);

    [Fact]
    public void Relays_pause_doubles_from_a_second_to_a_minute() =>
        Enumerable.Range(1, 9).Append(1000).Append(int.MaxValue).Select(failures => RetrySchedule.OfRelay(failures, 0.5).TotalSeconds)
            .ShouldBe([1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60]);

    [Fact]
    public void Domains_rest_doubles_from_a_minute_to_half_an_hour() =>
        Enumerable.Range(1, 7).Append(int.MaxValue).Select(times => RetrySchedule.OfDomain(times, 0.5).TotalMinutes)
            .ShouldBe([1, 2, 4, 8, 16, 30, 30, 30]);

    [Fact]
    public void Messages_pauses_are_those_of_the_settings_and_the_last_for_all_that_follow()
    {
        TimeSpan[] pauses = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromHours(4)];

        new[] { 0, 1, 2, 3, 4, 1000 }.Select(attempts => RetrySchedule.After(pauses, attempts, 0.5)).ShouldBe(
            [pauses[0], pauses[0], pauses[1], pauses[2], pauses[2], pauses[2]]);
    }

    [Fact]
    public void Every_pause_is_varied_by_a_quarter_and_no_more()
    {
        TimeSpan[] pauses = [TimeSpan.FromMinutes(4)];

        RetrySchedule.After(pauses, 1, 0).ShouldBe(TimeSpan.FromMinutes(3));
        RetrySchedule.After(pauses, 1, Most).ShouldBe(TimeSpan.FromMinutes(5), TimeSpan.FromMilliseconds(1));
        RetrySchedule.OfRelay(3, 0).ShouldBe(TimeSpan.FromSeconds(3));
        RetrySchedule.OfRelay(3, Most).ShouldBe(TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(1));
        RetrySchedule.OfDomain(1, 0).ShouldBe(TimeSpan.FromSeconds(45));
        RetrySchedule.OfDomain(1, Most).ShouldBe(TimeSpan.FromSeconds(75), TimeSpan.FromMilliseconds(1));
    }
}
