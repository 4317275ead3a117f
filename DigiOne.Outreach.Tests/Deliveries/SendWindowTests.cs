using System.Globalization;
using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using DigiOne.Outreach.Timing;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Deliveries;

public sealed class SendWindowTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("2027-03-02T10:00", false, null, null)]
    [InlineData("2027-03-02T08:00", false, "2027-03-02T09:00", QuietReason.SendWindow)]
    [InlineData("2027-03-02T15:00", false, "2027-03-03T09:00", QuietReason.SendWindow)]
    [InlineData("2027-03-05T15:00", false, "2027-03-08T09:00", QuietReason.SendWindow)] // Friday
    [InlineData("2027-03-02T10:00", true, null, null)]
    [InlineData("2027-03-02T22:00", true, "2027-03-03T09:00", QuietReason.SendWindow)] // The night ends an hour before the window opens
    [InlineData("2027-06-30T15:00", true, "2027-08-02T09:00", QuietReason.SendWindow)]
    [InlineData("2027-07-01T10:00", true, "2027-08-02T09:00", QuietReason.QuietTime)] // July is quiet, the 1st of August a Sunday
    [InlineData("2027-05-06T10:00", true, "2027-05-07T09:00", QuietReason.Holiday)] // Ascension Day
    public async Task Bulk_mail_goes_out_in_its_senders_hours_and_in_no_quiet_time(string now, bool quietTimes, string? opening, QuietReason? reason)
    {
        await using var outreach = await StillOutreach.CreateAsync(StorageEngine.Sqlite, settings =>
        {
            settings.SendThrough(2525);
            settings.QuietTimes.Enabled = quietTimes;
            settings.Senders["digione"].Window = new() { From = new(9, 0), Until = new(15, 0), Weekends = false };
        });
        var local = outreach.Services.GetRequiredService<LocalTime>();
        outreach.Services.GetRequiredService<SenderDirectory>().TryFind("digione", out var sender).ShouldBeTrue();
        var instant = ((LocalReading.Exact)local.Read(DateTime.Parse(now, CultureInfo.InvariantCulture))).Instant;
        var wait = outreach.Services.GetRequiredService<QuietWait>();

        var spell = wait.Of(honoursQuietTimes: true, sender!, instant);

        (spell?.Until is { } at ? local.At(at).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture) : null).ShouldBe(opening);
        spell?.Reason.ShouldBe(reason!.Value);
        wait.Of(honoursQuietTimes: false, sender!, instant).ShouldBeNull();
    }

    [Theory]
    [InlineData(StorageEngine.Sqlite, true)]
    [InlineData(StorageEngine.Postgres, true)]
    [InlineData(StorageEngine.Sqlite, false)]
    public async Task Mailing_under_way_waits_when_a_quiet_time_begins_or_its_senders_window_closes(StorageEngine engine, bool isWindow)
    {
        await using var relay = new ScriptedSmtpServer();
        relay.On(SmtpStep.Dot, SmtpAction.ReplyAfter(TimeSpan.FromMilliseconds(20), "250 2.0.0 queued"));
        await using var database = await TestDatabase.CreateAsync(engine, Token);
        var window = new SendWindowOptions { From = new(0, 0), Until = new(0, 0), Weekends = true };
        var quiet = new QuietTimesOptions { Enabled = true, From = new(0, 0), Until = new(0, 0), Weekends = false, Holidays = false, Months = [] };
        await using var outreach = await RunningOutreach.StartAsync(database, settings =>
        {
            settings.SendThrough(relay.Port);
            settings.Tripwire.From = 100_000;
            settings.Senders["digione"].Window = window;
            settings.QuietTimes = quiet;
        });
        var mailing = await outreach.Services.SendToAsync(readers: 2000);
        await Eventually.BecomesAsync(() => Task.FromResult(relay.Taken.Count), taken => taken >= 50);

        // It has been open for hours, and closes while messages leave.
        var closing = TimeOnly.FromDateTime(outreach.Services.GetRequiredService<LocalTime>().At(TimeProvider.System.GetUtcNow().AddSeconds(1.5)));
        if (isWindow)
            (window.From, window.Until) = (closing.AddHours(-3), closing);
        else
            (quiet.From, quiet.Until) = (closing, closing.AddHours(3));
        await Task.Delay(TimeSpan.FromSeconds(1), Token);
        (await outreach.Services.CountAsync(mailing)).Accepted.ShouldBeLessThan(1000, "It goes on until then, and there is much left.");

        await Eventually.BecomesAsync(
            () => outreach.Services.DeliveriesAsync(mailing), rows => rows.All(row => row.LeaseUntil is null) && rows.Any(row => row.State == DeliveryState.Waiting));
        var before = relay.Taken.Count;
        await Task.Delay(TimeSpan.FromSeconds(1.5), Token);

        relay.Taken.Count.ShouldBe(before);
        before.ShouldBeInRange(51, 1500);
        var counts = await outreach.Services.CountAsync(mailing);
        (counts.Accepted, counts.Waiting).ShouldBe((before, 2000 - before));
    }
}
