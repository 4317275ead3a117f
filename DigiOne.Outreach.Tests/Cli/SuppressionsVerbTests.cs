namespace DigiOne.Outreach.Tests.Cli;

public sealed class SuppressionsVerbTests
{
    [Fact]
    public async Task Address_is_entered_listed_and_lifted()
    {
        using var house = new CommandRun();

        (await house.RunAsync("suppressions", "add", "Aino@Kunta.example", "--note", "asked by phone")).Output.ShouldContain("aino@kunta.example is suppressed.");
        (await house.RunAsync("suppressions", "add", "aino@kunta.example")).Output.ShouldContain("already");
        (await house.RunAsync("suppressions", "add", "aino@kunta.example", "--reason", "hardBounce")).ExitCode.ShouldBe(0);

        var row = (await house.JsonAsync("suppressions", "list", "AINO")).EnumerateArray().ShouldHaveSingleItem();
        row.GetProperty("address").GetString().ShouldBe("aino@kunta.example");
        row.GetProperty("reasons").EnumerateArray().Select(reason => (reason.GetProperty("reason").GetString(), reason.GetProperty("note").GetString()))
            .ShouldBe([("hardBounce", null), ("byHand", "asked by phone")]);
        (await house.RunAsync("suppressions", "lift", "aino@kunta.example", "--reason", "byHand")).Output.ShouldContain("still suppressed: HardBounce since");
        (await house.RunAsync("suppressions", "lift", "aino@kunta.example")).Output.ShouldContain("suppressed no more");
        (await house.RefusedAsync("suppressions", "lift", "aino@kunta.example")).ShouldContain("is not suppressed");
        (await house.RefusedAsync("suppressions", "add", "nobody")).ShouldContain("address: The address has no @.");
    }

    [Fact]
    public async Task File_of_another_system_is_taken_and_its_bad_rows_are_told()
    {
        using var house = new CommandRun();
        var file = house.Write("blocklist.csv", "email,reason\naino@kunta.example,bounced\nnobody,\n");

        var run = await house.RunAsync("suppressions", "import", file);

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain($"{file}:3: \"nobody\": The address has no @.");
        run.Output.ShouldContain("2 rows: 1 suppressed that were not before, 1 that cannot be read.");
        (await house.JsonAsync("suppressions", "list")).GetArrayLength().ShouldBe(1);
        (await house.RefusedAsync("suppressions", "import", house.Write("names.csv", "name\nAino\n"))).ShouldContain("No column holds the address.");
    }
}
