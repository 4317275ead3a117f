using DigiOne.Outreach.Deliveries;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Tests.Cli;

/// <summary><c>mailing list</c>, <c>show</c>, <c>cancel</c> and <c>certificate</c>.</summary>
public sealed class MailingVerbTests
{
    [Fact]
    public async Task Wrong_sum_is_shown_to_people_and_programs()
    {
        using var house = await MailingRun.WithListAsync();
        var id = $"{await house.ScheduleAsync("2099-03-01T09:00")}";
        (await house.JsonAsync("mailing", "show", id)).GetProperty("sumWrongAt").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        (await house.RunAsync("mailing", "show", id)).Output.ShouldNotContain("WRONG");
        var found = new DateTimeOffset(2099, 3, 1, 7, 30, 0, TimeSpan.Zero);
        await using (var db = house.OpenDatabase())
            await db.Set<Mailing>().ExecuteUpdateAsync(row => row.SetProperty(m => m.SumWrongAt, found), TestContext.Current.CancellationToken);

        (await house.JsonAsync("mailing", "show", id)).GetProperty("sumWrongAt").GetDateTimeOffset().ShouldBe(found);
        (await house.RunAsync("mailing", "show", id)).Output.ShouldContain("WRONG since 2099-03-01T09:30+02:00");
    }

    [Fact]
    public async Task Certificate_that_is_missing_although_everybody_is_accounted_for_is_told()
    {
        using var house = await MailingRun.WithListAsync();
        var id = $"{await house.ScheduleAsync("2099-03-01T09:00")}";
        (await house.RunAsync("mailing", "show", id)).Output.ShouldContain("none until everybody is accounted for");
        await using (var db = house.OpenDatabase())
            await db.Set<Mailing>().ExecuteUpdateAsync(
                row => row.SetProperty(m => m.State, MailingState.Sending).SetProperty(m => m.FrozenAt, new DateTimeOffset(2099, 3, 1, 7, 0, 0, TimeSpan.Zero)),
                TestContext.Current.CancellationToken);

        (await house.JsonAsync("mailing", "show", id)).GetProperty("awaitsCertificate").GetBoolean().ShouldBeTrue();
        (await house.RunAsync("mailing", "show", id)).Output.ShouldContain("not written yet, although everybody is accounted for");
    }

    [Fact]
    public async Task Cancelled_mailing_says_so_and_cannot_be_cancelled_twice()
    {
        using var house = await MailingRun.WithListAsync();
        var id = $"{await house.ScheduleAsync("2099-03-01T09:00")}";

        (await house.JsonAsync("mailing", "cancel", id)).GetProperty("state").GetString().ShouldBe("cancelled");
        var again = await house.RunAsync("mailing", "cancel", id);
        (again.ExitCode, again.Output).ShouldBe((1, ""));
        again.Error.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Unknown_mailing_and_what_is_no_id_are_wrong_use()
    {
        using var house = await MailingRun.WithListAsync();

        (await house.RefusedAsync("mailing", "show", "0190c0de-0000-7000-8000-000000000002", "--json")).ShouldContain("There is no mailing");
        (await house.RefusedAsync("mailing", "show", "first")).ShouldContain("'first' is no id of a mailing");
        await house.RefusedAsync("mailing", "cancel", "0190c0de-0000-7000-8000-000000000002");
    }

    [Fact]
    public async Task List_says_state_whom_it_reached_and_local_times_with_their_offset()
    {
        using var house = await MailingRun.WithListAsync();
        var planned = await house.ScheduleAsync("2099-03-01T09:00");
        var underWay = await house.ScheduleAsync("2099-07-01T09:00");
        var closed = await house.ScheduleAsync("2099-08-01T09:00");
        await using (var db = house.OpenDatabase())
        {
            await MailingRun.SetAsync(db, underWay, MailingState.Sending, candidates: 3);
            await MailingRun.SetAsync(db, closed, MailingState.Closed, candidates: 5);
            db.AddRange(
                MailingRun.DeliveryOf(underWay, "a@kunta.example", DeliveryState.Accepted), MailingRun.DeliveryOf(underWay, "b@kunta.example", DeliveryState.Accepted),
                MailingRun.DeliveryOf(underWay, "c@kunta.example", DeliveryState.Waiting));
            db.AddRange(MailingRun.CertificateOf(closed, version: 1, accepted: 2), MailingRun.CertificateOf(closed, version: 2, accepted: 3));
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
        using var house = await MailingRun.WithListAsync();
        var (sent, test) = (await house.ScheduleAsync("2099-03-01T09:00"), await house.ScheduleAsync("2099-07-01T09:00"));
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
        using var house = await MailingRun.WithListAsync();
        var closed = await house.ScheduleAsync("2099-08-01T09:00");
        await using (var db = house.OpenDatabase())
        {
            db.Add(MailingRun.CertificateOf(closed, version: 1, accepted: 3));
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        var output = (await house.RunAsync("mailing", "certificate", $"{closed}")).Output;

        output.ShouldContain("Version 1, issued 2099-08-01T10:00+03:00");
        foreach (var part in new[] { "fi", "kunta.example" })
            output.Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Trim())
                .ShouldContain($"{part} 3 accepted 0 rejected 0 skipped 2 cancelled 0 in doubt");
    }

    [Fact]
    public async Task Answer_to_doubt_that_is_none_is_told_which_there_are()
    {
        using var house = await MailingRun.WithListAsync();
        var id = await house.ScheduleAsync("2099-03-01T09:00");

        var said = await house.RefusedAsync("mailing", "doubt", $"{id}", "--answer", "maybe");

        said.ShouldContain("'maybe' is nothing that --answer knows: landed, sendAgain, giveUp.");
        said.ShouldNotContain("DoubtAnswer");
        (await house.RefusedAsync("mailing", "doubt", $"{id}")).ShouldContain("--answer");
        (await house.RunAsync("mailing", "doubt", $"{id}", "--answer", "GIVEUP")).Error.ShouldContain("Nothing of this is in doubt");
    }
}
