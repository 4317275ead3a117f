using System.Globalization;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using DigiOne.Outreach.Timing;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Deliveries;

public sealed class SendWindowTests
{
    [Theory]
    [InlineData("2027-03-02T10:00", false, null)]
    [InlineData("2027-03-02T08:00", false, "2027-03-02T09:00")]
    [InlineData("2027-03-02T15:00", false, "2027-03-03T09:00")]
    [InlineData("2027-03-05T15:00", false, "2027-03-08T09:00")] // Friday
    [InlineData("2027-03-02T10:00", true, null)]
    [InlineData("2027-06-30T15:00", true, "2027-08-02T09:00")] // July is quiet, the 1st of August a Sunday
    [InlineData("2027-05-06T10:00", true, "2027-05-07T09:00")] // Ascension Day
    public async Task Bulk_mail_goes_out_in_its_senders_hours_and_in_no_quiet_time(string now, bool quietTimes, string? opening)
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

        var until = wait.Until(honoursQuietTimes: true, sender!, instant);

        (until is { } at ? local.At(at).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture) : null).ShouldBe(opening);
        wait.Until(honoursQuietTimes: false, sender!, instant).ShouldBeNull();
    }
}
