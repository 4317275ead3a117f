using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Mail;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Tests.Cli;

/// <summary><c>mailing show</c> tells people and programs what a mailing waits for, and what they can do.</summary>
public sealed class MailingWaitsVerbTests
{
    [Fact]
    public async Task Sender_that_a_mailing_waits_for_is_shown_to_people_and_programs()
    {
        using var house = await MailingRun.WithListAsync();
        var id = $"{await house.ScheduleAsync("2099-03-01T09:00")}";
        (await house.JsonAsync("mailing", "show", id)).GetProperty("missingSender").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        (await house.RunAsync("mailing", "show", id)).Output.ShouldNotContain("names no sender");
        await using (var db = house.OpenDatabase())
            await db.Set<Mailing>().ExecuteUpdateAsync(row => row.SetProperty(m => m.SenderKey, "poistettu"), TestContext.Current.CancellationToken);

        (await house.JsonAsync("mailing", "show", id)).GetProperty("missingSender").GetString().ShouldBe("poistettu");
        (await house.RunAsync("mailing", "show", id)).Output.ShouldContain("the configuration names no sender poistettu");
    }

    [Fact]
    public async Task Limit_of_a_domain_that_a_mailing_waits_for_is_shown_to_people_and_programs()
    {
        using var house = await MailingRun.WithListAsync();
        var id = $"{await house.ScheduleAsync("2099-03-01T09:00")}";
        (await house.JsonAsync("mailing", "show", id)).GetProperty("domainLimits").GetArrayLength().ShouldBe(0);
        var last = new DateTimeOffset(2099, 3, 1, 9, 30, 0, TimeSpan.Zero);
        await using (var db = house.OpenDatabase())
        {
            db.Add(new Delivery
            {
                MailingId = new(Guid.Parse(id)),
                Address = "maija@kunta.example",
                Domain = "kunta.example",
                Language = "fi",
                State = DeliveryState.Deferred,
                NextAttemptAt = last,
            });
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
            await db.Set<Delivery>().ExecuteUpdateAsync(row => row.SetProperty(d => d.PlacedAt, last.AddHours(-2)), TestContext.Current.CancellationToken);
            await db.Set<Mailing>().ExecuteUpdateAsync(row => row.SetProperty(m => m.State, MailingState.Sending), TestContext.Current.CancellationToken);
        }

        var limit = (await house.JsonAsync("mailing", "show", id)).GetProperty("domainLimits").EnumerateArray().ShouldHaveSingleItem();
        (limit.GetProperty("domain").GetString(), limit.GetProperty("messages").GetInt32(), limit.GetProperty("lastAt").GetDateTimeOffset()).ShouldBe(("kunta.example", 1, last));
        (await house.RunAsync("mailing", "show", id)).Output.ShouldContain("for the limit of kunta.example: 1, the last planned for 2099-03-01T11:30+02:00");
    }

    [Fact]
    public async Task Mailing_that_waits_for_the_end_of_a_quiet_time_says_until_when()
    {
        using var house = await MailingRun.WithListAsync();
        var id = $"{await house.ScheduleAsync("2099-03-01T09:00")}";
        var month = TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById("Europe/Helsinki")).Month;
        var settings = house["config/outreach.json"];
        var sections = $$""" "Relays": { "main": { "Host": "mx.example" } }, "QuietTimes": { "Months": [{{month}}] }, """;
        await File.WriteAllTextAsync(
            settings,
            "{" + sections + (await File.ReadAllTextAsync(settings, TestContext.Current.CancellationToken)).TrimStart()[1..]
                .Replace("viesti@digione.example\" }", "viesti@digione.example\", \"Relays\": [\"main\"] }", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);
        await using (var db = house.OpenDatabase())
            await db.Set<Mailing>().ExecuteUpdateAsync(row => row.SetProperty(m => m.State, MailingState.Sending), TestContext.Current.CancellationToken);

        (await house.RunAsync("mailing", "show", id)).Output.ShouldContain("Waits         for the quiet time, and goes out: 20");
        (await house.JsonAsync("mailing", "show", id)).GetProperty("waitsUntil").GetDateTimeOffset().ShouldBeGreaterThan(TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task Person_does_not_wait_for_the_sample()
    {
        using var house = await MailingRun.WithListAsync();
        var id = await house.ScheduleAsync("2099-03-01T09:00");
        (await house.RunAsync("mailing", "everybody", $"{id}")).Error.ShouldContain("It goes to no sample now, or is paused.");
        await using (var db = house.OpenDatabase())
            await db.Set<Mailing>().ExecuteUpdateAsync(
                row => row.SetProperty(m => m.State, MailingState.Sending).SetProperty(m => m.CanaryState, CanaryState.Sending),
                TestContext.Current.CancellationToken);
        (await house.RunAsync("mailing", "show", $"{id}")).Output.ShouldContain($"Or now        to everybody else: mailing everybody {id}");

        (await house.RunAsync("mailing", "everybody", $"{id}")).Output.ShouldContain("Everybody else gets it now.");

        (await house.RunAsync("mailing", "show", $"{id}")).Output.ShouldNotContain("sample");
    }

    [Theory]
    [InlineData(PauseReason.Tripwire, "Paused        by itself: 3 of 40 messages were rejected or came back. Find out why, then let it go on: mailing resume", "rejections")]
    [InlineData(PauseReason.Complaints, "Paused        by itself: 3 of 40 recipients reported it as spam.", "complaints")]
    [InlineData(PauseReason.Doubt, "Paused        by itself: too much of its sample is in doubt, 0 so far.", "doubt")]
    [InlineData(PauseReason.Deferrals, "Paused        by itself: receivers put off most of its sample. See what they say, then let it go on: mailing resume", "deferrals")]
    public async Task Mailing_that_paused_itself_says_why_and_what_to_do(PauseReason reason, string told, string halt)
    {
        using var house = await MailingRun.WithListAsync();
        var id = await house.ScheduleAsync("2099-03-01T09:00");
        await using (var db = house.OpenDatabase())
            await db.Set<Mailing>().ExecuteUpdateAsync(
                row => row.SetProperty(m => m.State, MailingState.Sending).SetProperty(m => m.PausedAt, DateTimeOffset.UnixEpoch)
                    .SetProperty(m => m.PauseReason, reason).SetProperty(m => m.TrippedRejected, 3).SetProperty(m => m.TrippedTried, 40),
                TestContext.Current.CancellationToken);

        var output = (await house.RunAsync("mailing", "show", $"{id}")).Output;
        output.ShouldContain(told);
        output.ShouldContain($"/admin/mailings/{id}");
        (await house.JsonAsync("mailing", "show", $"{id}")).GetProperty("halt").GetString().ShouldBe(halt);
    }

    [Fact]
    public async Task Sample_that_a_mailing_goes_to_first_is_told()
    {
        using var house = await MailingRun.WithListAsync();
        var id = await house.ScheduleAsync("2099-03-01T09:00");
        (await house.RunAsync("mailing", "show", $"{id}")).Output.ShouldNotContain("sample");
        await using (var db = house.OpenDatabase())
            await db.Set<Mailing>().ExecuteUpdateAsync(
                row => row.SetProperty(m => m.State, MailingState.Sending).SetProperty(m => m.CanaryState, CanaryState.Sending),
                TestContext.Current.CancellationToken);

        var sample = (await house.RunAsync("mailing", "show", $"{id}")).Output;
        sample.ShouldContain("Sample        it goes to a sample first");
        sample.ShouldContain("if few of those messages are rejected\n");

        await using (var db = house.OpenDatabase())
            await db.Set<Mailing>().ExecuteUpdateAsync(
                row => row.SetProperty(m => m.CanaryDoneAt, new DateTimeOffset(2099, 3, 1, 7, 0, 5, TimeSpan.Zero)), TestContext.Current.CancellationToken);

        (await house.RunAsync("mailing", "show", $"{id}")).Output.ShouldContain("if few of those messages are rejected: 2099-03-01T09:10:05+02:00");
        (await house.JsonAsync("mailing", "show", $"{id}")).GetProperty("canaryUntil").GetDateTimeOffset()
            .ShouldBe(new DateTimeOffset(2099, 3, 1, 7, 10, 5, TimeSpan.Zero));
    }

    [Theory]
    [InlineData("mx.example:587 refuses connections. Check that the relay runs and that Relays:main:Port is right.", true)]
    [InlineData("421 4.3.2 mx.example:587 does not let us in. The relay said: too busy", true)]
    [InlineData("451 4.7.1 Greylisted", false)]
    public async Task Relay_that_took_no_message_is_told_and_what_a_recipients_server_said_is_none(string reply, bool isTold)
    {
        using var house = await MailingRun.WithListAsync();
        var id = await house.ScheduleAsync("2099-03-01T09:00");
        await using (var db = house.OpenDatabase())
        {
            await MailingRun.SetAsync(db, id, MailingState.Sending, candidates: 1);
            var delivery = MailingRun.DeliveryOf(id, "a@kunta.example", DeliveryState.Deferred);
            (delivery.Route, delivery.LastReply, delivery.NextAttemptAt) = ("main", reply, new DateTimeOffset(2099, 3, 1, 7, 30, 0, TimeSpan.Zero));
            db.Add(delivery);
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        var output = (await house.RunAsync("mailing", "show", $"{id}")).Output;
        output.Contains($"Relay         main did not take the message that is next: {reply} Next try: 2099-03-01T09:30:00+02:00", StringComparison.Ordinal).ShouldBe(isTold);
        output.Contains($"/admin/mailings/{id}", StringComparison.Ordinal).ShouldBe(isTold);
    }

    [Fact]
    public async Task Mailing_that_waits_for_its_senders_window_is_not_told_to_wait_for_a_quiet_time()
    {
        using var house = await MailingRun.WithListAsync();
        var id = await house.ScheduleAsync("2099-03-01T09:00");
        var hour = TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById("Europe/Helsinki")).Hour;
        var window = $$""" "Window": { "From": "{{(hour + 2) % 24:00}}:00", "Until": "{{(hour + 3) % 24:00}}:00" }""";
        var settings = house["config/outreach.json"];
        var sections = """ "Relays": { "main": { "Host": "mx.example" } }, "QuietTimes": { "Enabled": false }, """;
        await File.WriteAllTextAsync(
            settings,
            "{" + sections + (await File.ReadAllTextAsync(settings, TestContext.Current.CancellationToken)).TrimStart()[1..]
                .Replace("viesti@digione.example\" }", $"viesti@digione.example\", \"Relays\": [\"main\"], {window} }}", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);
        await using (var db = house.OpenDatabase())
            await db.Set<Mailing>().ExecuteUpdateAsync(row => row.SetProperty(m => m.State, MailingState.Sending), TestContext.Current.CancellationToken);

        (await house.RunAsync("mailing", "show", $"{id}")).Output.ShouldContain("Waits         for the sender's send window, which opens: 20");
        (await house.JsonAsync("mailing", "show", $"{id}")).GetProperty("quietReason").GetString().ShouldBe("sendWindow");
    }

    [Fact]
    public async Task Sample_that_waits_for_a_domains_limit_and_what_waits_for_it_are_told_apart_from_what_was_put_off()
    {
        using var house = await MailingRun.WithListAsync();
        var id = await house.ScheduleAsync("2099-03-01T09:00");
        var last = new DateTimeOffset(2099, 3, 1, 9, 30, 0, TimeSpan.Zero);
        await using (var db = house.OpenDatabase())
        {
            await MailingRun.SetAsync(db, id, MailingState.Sending, candidates: 3);
            foreach (var name in new[] { "a", "b", "c" })
                db.Add(MailingRun.DeliveryOf(id, $"{name}@kunta.example", DeliveryState.Deferred));
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
            await db.Set<Delivery>().Where(row => row.Address != "c@kunta.example").ExecuteUpdateAsync(
                row => row.SetProperty(d => d.PlacedAt, last.AddHours(-2)).SetProperty(d => d.NextAttemptAt, last), TestContext.Current.CancellationToken);
            await db.Set<Mailing>().ExecuteUpdateAsync(row => row.SetProperty(m => m.CanaryState, CanaryState.Sending), TestContext.Current.CancellationToken);
        }

        var lines = (await house.RunAsync("mailing", "show", $"{id}")).Output;
        lines.ShouldContain("Sample        it waits for the limit of kunta.example, and everybody else for it: its last message is planned for 2099-03-01T11:30+02:00.");
        lines.ShouldContain("raise the domain's limit (Domains)");
        lines.ShouldContain("At our limit  2");
        lines.ShouldContain("Deferred      1");
        var report = await house.JsonAsync("mailing", "show", $"{id}");
        (report.GetProperty("limited").GetInt32(), report.GetProperty("deferred").GetInt32(), report.GetProperty("waiting").GetInt32()).ShouldBe((2, 1, 0));
        var limit = report.GetProperty("canaryLimit");
        (limit.GetProperty("domain").GetString(), limit.GetProperty("messages").GetInt32(), limit.GetProperty("lastAt").GetDateTimeOffset()).ShouldBe(("kunta.example", 2, last));
    }

    [Fact]
    public async Task Relay_that_leaves_doubt_with_each_try_is_told_with_how_many_are_in_doubt()
    {
        using var house = await MailingRun.WithListAsync();
        var id = await house.ScheduleAsync("2099-03-01T09:00");
        await using (var db = house.OpenDatabase())
        {
            await MailingRun.SetAsync(db, id, MailingState.Sending, candidates: 3);
            var waits = MailingRun.DeliveryOf(id, "a@kunta.example", DeliveryState.Deferred);
            (waits.Route, waits.LastReply) = ("main", DeliveryExplanations.LeftAlone.Of("main", MailExplanations.LostAfter.Of("Connection reset by peer")));
            db.AddRange(waits, MailingRun.DeliveryOf(id, "b@kunta.example", DeliveryState.InDoubt), MailingRun.DeliveryOf(id, "c@kunta.example", DeliveryState.InDoubt));
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        var output = (await house.RunAsync("mailing", "show", $"{id}")).Output;
        output.ShouldContain("Relay         main leaves one more message in doubt with each try, 2 so far: The message had left when the connection failed before its answer");
        output.ShouldContain($"mailing pause {id}");
        var report = await house.JsonAsync("mailing", "show", $"{id}");
        (report.GetProperty("inDoubt").GetInt32(), report.GetProperty("relayTrouble").GetProperty("leavesDoubt").GetBoolean()).ShouldBe((2, true));
    }
}
