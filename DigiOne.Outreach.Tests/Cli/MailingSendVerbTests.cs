using System.Globalization;
using DigiOne.Outreach.Deliveries;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Tests.Cli;

/// <summary><c>mailing send</c>: a template to the people on a list.</summary>
public sealed class MailingSendVerbTests
{
    [Fact]
    public async Task Bare_template_is_scheduled_with_the_lists_name_as_its_subject()
    {
        using var house = await MailingRun.WithListAsync();
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
    public async Task Given_subject_is_taken_as_it_stands()
    {
        using var house = await MailingRun.WithListAsync();
        var template = house.Write("bare.sbn-html", "<p>Hei</p>");

        var sent = await house.JsonAsync("mailing", "send", "--list", "uutiset", "--template", template, "--at", "2099-03-01T09:00", "--subject", "50 {{ % }} off");

        (await house.JsonAsync("mailing", "show", sent.GetProperty("id").GetString()!)).GetProperty("name").GetString().ShouldBe("50 {{ % }} off");
    }

    [Theory]
    [InlineData("2027-03-28T03:30", "The clock skips 2027-03-28T03:30. Say 2027-03-28T02:30+02:00 or 2027-03-28T04:30+03:00.")]
    [InlineData("2027-10-31T03:30", "twice. Say 2027-10-31T03:30+03:00 or 2027-10-31T03:30+02:00.")]
    [InlineData("2001-01-01T09:00", "This time has passed")]
    [InlineData("tomorrow", "'tomorrow' is no time like")]
    public async Task Times_that_are_none_are_refused_with_what_would_be_right(string at, string said)
    {
        using var house = await MailingRun.WithListAsync();
        var template = house.Write("bare.sbn-html", "<h1>Hei</h1>");

        (await house.RefusedAsync("mailing", "send", "--list", "uutiset", "--template", template, "--at", at, "--json")).ShouldContain(said);
    }

    [Fact]
    public async Task Everything_wrong_with_the_addressing_is_said_at_once()
    {
        using var house = await MailingRun.WithListAsync();
        var template = house.Write("bare.sbn-html", "<h1>Hei</h1>");

        var error = await house.RefusedAsync("mailing", "send", "--list", "x", "--template", template, "--sender", "y", "--fallback", "de");

        error.ShouldContain("list: There is no list 'x'. Known: uutiset.");
        error.ShouldContain("sender: There is no sender 'y'. Known: digione.");
        error.ShouldContain("fallbackLanguage: There is no content in 'de'. Known: fi, sv, en.");
    }

    [Fact]
    public async Task Of_several_senders_the_one_that_is_set_sends_what_names_none_and_without_it_one_has_to_be_named()
    {
        using var house = await MailingRun.WithListAsync();
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
        await house.ScheduleAsync("2099-03-01T09:00");

        await using var db = house.OpenDatabase();
        (await db.Set<Mailing>().SingleAsync(TestContext.Current.CancellationToken)).SenderKey.ShouldBe("digione");
    }

    [Fact]
    public async Task Wrong_template_is_refused_with_file_line_and_column()
    {
        using var house = await MailingRun.WithListAsync();
        var template = house.Write("wrong.sbn-html", "<h1>Hei</h1>\n<p>{{ contcat.name }}</p>");

        (await house.RefusedAsync("mailing", "send", "--list", "uutiset", "--template", template)).ShouldStartWith("wrong.sbn-html:2:");
        (await house.RefusedAsync("mailing", "send", "--list", "uutiset", "--template", "no/such.sbn-html")).ShouldContain("There is no such template");
        (await house.JsonAsync("mailing", "list")).GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Mailing_whose_subject_greets_its_reader_is_named_after_its_list()
    {
        using var house = await MailingRun.WithListAsync();
        var template = house.Write("greeting.sbn-html", "---\nsubject: Hei {{ contact.name }}\n---\n<h1>Hei</h1>");

        await house.RunAsync("mailing", "send", "--list", "uutiset", "--template", template, "--at", "2099-03-01T09:00");

        (await house.JsonAsync("mailing", "list")).EnumerateArray().ShouldHaveSingleItem().GetProperty("name").GetString().ShouldBe("Uutiskirje");
    }
}
