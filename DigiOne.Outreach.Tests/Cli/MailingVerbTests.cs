using System.Globalization;
using DigiOne.Outreach.Deliveries;
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
        (await house.RunAsync("mailing", "show", id)).Output.ShouldContain("WRONG since 2099-03-01 07:30:00Z");
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

        (await house.RunAsync("mailing", "show", id)).Output.ShouldContain("Waits         for the end of the quiet time: 20");
        (await house.JsonAsync("mailing", "show", id)).GetProperty("waitsUntil").GetDateTimeOffset().ShouldBeGreaterThan(TimeProvider.System.GetUtcNow());
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

    private static async Task<CommandRun> WithListAsync()
    {
        var house = new CommandRun();
        await house.JsonAsync("list", "create", "uutiset", "--name-fi", "Uutiskirje", "--name-sv", "Nyhetsbrev", "--basis", "public-task");
        return house;
    }
}
