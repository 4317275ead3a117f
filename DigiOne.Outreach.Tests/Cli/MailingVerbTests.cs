using System.Globalization;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Tests.Cli;

public sealed class MailingVerbTests
{
    [Fact]
    public async Task Bare_template_is_scheduled_with_the_lists_name_as_its_subject()
    {
        using var house = await WithListAsync();
        var template = house.Write("bare.sbn-html", "<p>{{ contact.name }}</p>");

        var sent = await house.JsonAsync("mailing", "send", "--list", "uutiset", "--template", template, "--at", "2099-03-01T09:00");
        var shown = await house.JsonAsync("mailing", "show", sent.GetProperty("id").GetString()!);

        sent.EnumerateObject().Select(member => member.Name).ShouldBe(["id"]);
        shown.GetProperty("name").GetString().ShouldBe("Uutiskirje");
        shown.GetProperty("state").GetString().ShouldBe("scheduled");
        shown.GetProperty("dueAt").GetDateTimeOffset().ShouldBe(DateTimeOffset.Parse("2099-03-01T07:00Z", CultureInfo.InvariantCulture));
        shown.GetProperty("candidates").GetInt32().ShouldBe(0);
        shown.GetProperty("contentHash").GetString()!.Length.ShouldBe(64);
        shown.GetProperty("certificate").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        (await house.JsonAsync("mailing", "list")).EnumerateArray().ShouldHaveSingleItem().GetProperty("id").GetString()
            .ShouldBe(sent.GetProperty("id").GetString());
    }

    [Fact]
    public async Task Wrong_sum_is_shown_to_people_and_programs()
    {
        using var house = await WithListAsync();
        var template = house.Write("bare.sbn-html", "<h1>Hei</h1>");
        var id = (await house.JsonAsync("mailing", "send", "--list", "uutiset", "--template", template, "--at", "2099-03-01T09:00")).GetProperty("id").GetString()!;
        (await house.JsonAsync("mailing", "show", id)).GetProperty("sumWrongAt").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        (await house.RunAsync("mailing", "show", id)).Output.ShouldNotContain("WRONG");
        var found = new DateTimeOffset(2099, 3, 1, 7, 30, 0, TimeSpan.Zero);
        await using (var db = house.OpenDatabase())
            await db.Set<Mailing>().ExecuteUpdateAsync(row => row.SetProperty(m => m.SumWrongAt, found), TestContext.Current.CancellationToken);

        (await house.JsonAsync("mailing", "show", id)).GetProperty("sumWrongAt").GetDateTimeOffset().ShouldBe(found);
        (await house.RunAsync("mailing", "show", id)).Output.ShouldContain("WRONG since 2099-03-01T09:30+02:00");
    }

    [Fact]
    public async Task Sender_that_a_mailing_waits_for_is_shown_to_people_and_programs()
    {
        using var house = await WithListAsync();
        var template = house.Write("bare.sbn-html", "<h1>Hei</h1>");
        var id = (await house.JsonAsync("mailing", "send", "--list", "uutiset", "--template", template, "--at", "2099-03-01T09:00")).GetProperty("id").GetString()!;
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
        using var house = await WithListAsync();
        var template = house.Write("bare.sbn-html", "<h1>Hei</h1>");
        var id = (await house.JsonAsync("mailing", "send", "--list", "uutiset", "--template", template, "--at", "2099-03-01T09:00")).GetProperty("id").GetString()!;
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
    public async Task Certificate_that_is_missing_although_everybody_is_accounted_for_is_told()
    {
        using var house = await WithListAsync();
        var template = house.Write("bare.sbn-html", "<h1>Hei</h1>");
        var id = (await house.JsonAsync("mailing", "send", "--list", "uutiset", "--template", template, "--at", "2099-03-01T09:00")).GetProperty("id").GetString()!;
        (await house.RunAsync("mailing", "show", id)).Output.ShouldContain("none until everybody is accounted for");
        await using (var db = house.OpenDatabase())
            await db.Set<Mailing>().ExecuteUpdateAsync(
                row => row.SetProperty(m => m.State, MailingState.Sending).SetProperty(m => m.FrozenAt, new DateTimeOffset(2099, 3, 1, 7, 0, 0, TimeSpan.Zero)),
                TestContext.Current.CancellationToken);

        (await house.JsonAsync("mailing", "show", id)).GetProperty("awaitsCertificate").GetBoolean().ShouldBeTrue();
        (await house.RunAsync("mailing", "show", id)).Output.ShouldContain("not written yet, although everybody is accounted for");
    }

    [Fact]
    public async Task Mailing_that_waits_for_the_end_of_a_quiet_time_says_until_when()
    {
        using var house = await WithListAsync();
        var template = house.Write("bare.sbn-html", "<h1>Hei</h1>");
        var id = (await house.JsonAsync("mailing", "send", "--list", "uutiset", "--template", template, "--at", "2099-03-01T09:00")).GetProperty("id").GetString()!;
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

    [Theory]
    [InlineData(PauseReason.Tripwire, "Paused        by itself: 3 of 40 messages were rejected or came back. Find out why, then let it go on: mailing resume", "rejections")]
    [InlineData(PauseReason.Complaints, "Paused        by itself: 3 of 40 recipients reported it as spam.", "complaints")]
    [InlineData(PauseReason.Doubt, "Paused        by itself: too much of its sample is in doubt.", "doubt")]
    public async Task Mailing_that_paused_itself_says_why_and_what_to_do(PauseReason reason, string told, string halt)
    {
        using var house = await WithListAsync();
        var id = await ScheduleAsync(house, "2099-03-01T09:00");
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
    public async Task Mailing_whose_subject_greets_its_reader_is_named_after_its_list()
    {
        using var house = await WithListAsync();
        var template = house.Write("greeting.sbn-html", "---\nsubject: Hei {{ contact.name }}\n---\n<h1>Hei</h1>");

        await house.RunAsync("mailing", "send", "--list", "uutiset", "--template", template, "--at", "2099-03-01T09:00");

        (await house.JsonAsync("mailing", "list")).EnumerateArray().ShouldHaveSingleItem().GetProperty("name").GetString().ShouldBe("Uutiskirje");
    }

    [Fact]
    public async Task Answer_to_doubt_that_is_none_is_told_which_there_are()
    {
        using var house = await WithListAsync();
        var id = await ScheduleAsync(house, "2099-03-01T09:00");

        var said = await house.RefusedAsync("mailing", "doubt", $"{id}", "--answer", "maybe");

        said.ShouldContain("'maybe' is nothing that --answer knows: landed, sendAgain, giveUp.");
        said.ShouldNotContain("DoubtAnswer");
        (await house.RefusedAsync("mailing", "doubt", $"{id}")).ShouldContain("--answer");
        (await house.RunAsync("mailing", "doubt", $"{id}", "--answer", "GIVEUP")).Error.ShouldContain("Nothing of this is in doubt");
    }

    [Fact]
    public async Task Sample_that_a_mailing_goes_to_first_is_told()
    {
        using var house = await WithListAsync();
        var id = await ScheduleAsync(house, "2099-03-01T09:00");
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
        using var house = await WithListAsync();
        var id = await ScheduleAsync(house, "2099-03-01T09:00");
        await using (var db = house.OpenDatabase())
        {
            await SetAsync(db, id, MailingState.Sending, candidates: 1);
            var delivery = DeliveryOf(id, "a@kunta.example", DeliveryState.Deferred);
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
        using var house = await WithListAsync();
        var id = await ScheduleAsync(house, "2099-03-01T09:00");
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
    public async Task Given_subject_is_taken_as_it_stands()
    {
        using var house = await WithListAsync();
        var template = house.Write("bare.sbn-html", "<p>Hei</p>");

        var sent = await house.JsonAsync("mailing", "send", "--list", "uutiset", "--template", template, "--at", "2099-03-01T09:00", "--subject", "50 {{ % }} off");

        (await house.JsonAsync("mailing", "show", sent.GetProperty("id").GetString()!)).GetProperty("name").GetString().ShouldBe("50 {{ % }} off");
    }

    [Fact]
    public async Task Cancelled_mailing_says_so_and_cannot_be_cancelled_twice()
    {
        using var house = await WithListAsync();
        var template = house.Write("bare.sbn-html", "<h1>Hei</h1>");
        var id = (await house.JsonAsync("mailing", "send", "--list", "uutiset", "--template", template, "--at", "2099-03-01T09:00")).GetProperty("id").GetString()!;

        (await house.JsonAsync("mailing", "cancel", id)).GetProperty("state").GetString().ShouldBe("cancelled");
        var again = await house.RunAsync("mailing", "cancel", id);
        (again.ExitCode, again.Output).ShouldBe((1, ""));
        again.Error.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("2027-03-28T03:30", "The clock skips 2027-03-28T03:30. Say 2027-03-28T02:30+02:00 or 2027-03-28T04:30+03:00.")]
    [InlineData("2027-10-31T03:30", "twice. Say 2027-10-31T03:30+03:00 or 2027-10-31T03:30+02:00.")]
    [InlineData("2001-01-01T09:00", "This time has passed")]
    [InlineData("tomorrow", "'tomorrow' is no time like")]
    public async Task Times_that_are_none_are_refused_with_what_would_be_right(string at, string said)
    {
        using var house = await WithListAsync();
        var template = house.Write("bare.sbn-html", "<h1>Hei</h1>");

        (await house.RefusedAsync("mailing", "send", "--list", "uutiset", "--template", template, "--at", at, "--json")).ShouldContain(said);
    }

    [Fact]
    public async Task Everything_wrong_with_the_addressing_is_said_at_once()
    {
        using var house = await WithListAsync();
        var template = house.Write("bare.sbn-html", "<h1>Hei</h1>");

        var error = await house.RefusedAsync("mailing", "send", "--list", "x", "--template", template, "--sender", "y", "--fallback", "de");

        error.ShouldContain("list: There is no list 'x'. Known: uutiset.");
        error.ShouldContain("sender: There is no sender 'y'. Known: digione.");
        error.ShouldContain("fallbackLanguage: There is no content in 'de'. Known: fi, sv, en.");
    }

    [Fact]
    public async Task Of_several_senders_the_one_that_is_set_sends_what_names_none_and_without_it_one_has_to_be_named()
    {
        using var house = await WithListAsync();
        var template = house.Write("bare.sbn-html", "<h1>Hei</h1>");
        var settings = house["config/outreach.json"];
        var before = await File.ReadAllTextAsync(settings, TestContext.Current.CancellationToken);
        const string Second = "\"aamu\": { \"Name\": \"Aamu\", \"Address\": \"aamu@digione.example\" },";
        var several = before.Replace("\"Senders\": {", $"\"Senders\": {{ {Second}", StringComparison.Ordinal);

        await File.WriteAllTextAsync(settings, several, TestContext.Current.CancellationToken);
        (await house.RunAsync("config", "check")).ExitCode.ShouldBe(0);
        (await house.RefusedAsync("mailing", "send", "--list", "uutiset", "--template", template, "--at", "2099-03-01T09:00")).Trim()
            .ShouldBe("sender: The sender is missing, and the configuration has several and no DefaultSender. Known: aamu, digione.");
        await File.WriteAllTextAsync(settings, several.Replace("\"Senders\"", "\"DefaultSender\": \"digione\", \"Senders\"", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        await ScheduleAsync(house, "2099-03-01T09:00");

        await using var db = house.OpenDatabase();
        (await db.Set<Mailing>().SingleAsync(TestContext.Current.CancellationToken)).SenderKey.ShouldBe("digione");
    }

    [Fact]
    public async Task Wrong_template_is_refused_with_file_line_and_column()
    {
        using var house = await WithListAsync();
        var template = house.Write("wrong.sbn-html", "<h1>Hei</h1>\n<p>{{ contcat.name }}</p>");

        (await house.RefusedAsync("mailing", "send", "--list", "uutiset", "--template", template)).ShouldStartWith("wrong.sbn-html:2:");
        (await house.RefusedAsync("mailing", "send", "--list", "uutiset", "--template", "no/such.sbn-html")).ShouldContain("There is no such template");
        (await house.JsonAsync("mailing", "list")).GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Unknown_mailing_and_what_is_no_id_are_wrong_use()
    {
        using var house = await WithListAsync();

        (await house.RefusedAsync("mailing", "show", "0190c0de-0000-7000-8000-000000000002", "--json")).ShouldContain("There is no mailing");
        (await house.RefusedAsync("mailing", "show", "first")).ShouldContain("'first' is no id of a mailing");
        await house.RefusedAsync("mailing", "cancel", "0190c0de-0000-7000-8000-000000000002");
    }

    [Fact]
    public async Task List_says_state_whom_it_reached_and_local_times_with_their_offset()
    {
        using var house = await WithListAsync();
        var planned = await ScheduleAsync(house, "2099-03-01T09:00");
        var underWay = await ScheduleAsync(house, "2099-07-01T09:00");
        var closed = await ScheduleAsync(house, "2099-08-01T09:00");
        await using (var db = house.OpenDatabase())
        {
            await SetAsync(db, underWay, MailingState.Sending, candidates: 3);
            await SetAsync(db, closed, MailingState.Closed, candidates: 5);
            db.AddRange(
                DeliveryOf(underWay, "a@kunta.example", DeliveryState.Accepted), DeliveryOf(underWay, "b@kunta.example", DeliveryState.Accepted),
                DeliveryOf(underWay, "c@kunta.example", DeliveryState.Waiting));
            db.AddRange(CertificateOf(closed, version: 1, accepted: 2), CertificateOf(closed, version: 2, accepted: 3));
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        var lines = (await house.RunAsync("mailing", "list")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Trim());
        lines.ShouldBe(
        [
            $"{closed} 2099-08-01T09:00+03:00 closed 3/5 accepted Hei",
            $"{underWay} 2099-07-01T09:00+03:00 sending 2/3 accepted Hei",
            $"{planned} 2099-03-01T09:00+02:00 scheduled 0/0 accepted Hei",
        ]);
        var program = (await house.JsonAsync("mailing", "list"))[1];
        program.EnumerateObject().Select(member => member.Name).ShouldBe(["id", "name", "kind", "state", "dueAt", "candidates", "accepted"]);
        (program.GetProperty("accepted").GetInt32(), program.GetProperty("candidates").GetInt32()).ShouldBe((2, 3));
        (await house.RunAsync("mailing", "show", $"{planned}")).Output.ShouldContain("2099-03-01T09:00+02:00");
    }

    [Fact]
    public async Task List_leaves_out_tests_unless_they_are_asked_for_and_marks_them_then()
    {
        using var house = await WithListAsync();
        var (sent, test) = (await ScheduleAsync(house, "2099-03-01T09:00"), await ScheduleAsync(house, "2099-07-01T09:00"));
        await using (var db = house.OpenDatabase())
            await db.Database.ExecuteSqlAsync($"UPDATE mailings SET kind = 'Test' WHERE id = {test}", TestContext.Current.CancellationToken);

        (await house.JsonAsync("mailing", "list")).EnumerateArray().ShouldHaveSingleItem().GetProperty("id").GetGuid().ShouldBe(sent.Value);
        (await house.JsonAsync("mailing", "list", "--tests")).EnumerateArray().Select(mailing => mailing.GetProperty("kind").GetString())
            .ShouldBe(["test", "newsletter"]);
        var lines = (await house.RunAsync("mailing", "list", "--tests")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Select(line => line.Contains("(test) Hei", StringComparison.Ordinal)).ShouldBe([true, false]);
    }

    [Fact]
    public async Task Certificate_says_of_each_language_and_domain_what_was_cancelled_too()
    {
        using var house = await WithListAsync();
        var closed = await ScheduleAsync(house, "2099-08-01T09:00");
        await using (var db = house.OpenDatabase())
        {
            db.Add(CertificateOf(closed, version: 1, accepted: 3));
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        var output = (await house.RunAsync("mailing", "certificate", $"{closed}")).Output;

        output.ShouldContain("Version 1, issued 2099-08-01T10:00+03:00");
        foreach (var part in new[] { "fi", "kunta.example" })
            output.Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Trim())
                .ShouldContain($"{part} 3 accepted 0 rejected 0 skipped 2 cancelled 0 in doubt");
    }

    private static async Task<MailingId> ScheduleAsync(CommandRun house, string at)
    {
        var template = house.Write("bare.sbn-html", "<h1>Hei</h1>");
        return new(Guid.Parse((await house.JsonAsync("mailing", "send", "--list", "uutiset", "--template", template, "--at", at)).GetProperty("id").GetString()!));
    }

    private static Task<int> SetAsync(OutreachDb db, MailingId id, MailingState state, int candidates) =>
        db.Set<Mailing>().Where(mailing => mailing.Id == id).ExecuteUpdateAsync(
            row => row.SetProperty(m => m.State, state).SetProperty(m => m.Candidates, candidates), TestContext.Current.CancellationToken);

    private static Delivery DeliveryOf(MailingId mailing, string address, DeliveryState state) => new()
    {
        MailingId = mailing,
        Address = address,
        Domain = "kunta.example",
        Language = "fi",
        State = state,
        NextAttemptAt = DateTimeOffset.UnixEpoch,
    };

    private static Certificate CertificateOf(MailingId mailing, int version, int accepted) => new()
    {
        MailingId = mailing,
        Version = version,
        IssuedAt = new DateTimeOffset(2099, 8, 1, 7, 0, 0, TimeSpan.Zero),
        ContentHash = new string('a', 64),
        Counts = new MailingCounts { Candidates = accepted + 2, Accepted = accepted, Cancelled = 2 },
        InDoubt = 0,
        Languages = [new CertificatePart { Name = "fi", Accepted = accepted, Cancelled = 2 }],
        Domains = [new CertificatePart { Name = "kunta.example", Accepted = accepted, Cancelled = 2 }],
    };

    private static async Task<CommandRun> WithListAsync()
    {
        var house = new CommandRun();
        await house.JsonAsync("list", "create", "uutiset", "--name-fi", "Uutiskirje", "--name-sv", "Nyhetsbrev", "--basis", "public-task");
        return house;
    }
}
