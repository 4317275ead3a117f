using System.Text.Json;

namespace DigiOne.Outreach.Tests.Cli;

public sealed class ListEditVerbTests
{
    [Fact]
    public async Task What_is_named_changes_and_the_rest_stays()
    {
        using var house = await WithListAsync();

        var run = await house.RunAsync(
            "list", "edit", "uutiset", "--name-sv", "Nyheter", "--description-fi", "Kerran kuussa", "--public", "true", "--basis", "public-task");

        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.ShouldBe("The list uutiset is changed.\n");
        var list = await ListAsync(house);
        Texts(list, "names").ShouldBe(["fi: Uutiskirje", "sv: Nyheter"], ignoreOrder: true);
        Texts(list, "descriptions").ShouldBe(["fi: Kerran kuussa", "sv: En gång i månaden"], ignoreOrder: true);
        (list.GetProperty("legalBasis").GetString(), list.GetProperty("isPublic").GetBoolean(), list.GetProperty("needsConfirmation").GetBoolean())
            .ShouldBe(("publicTask", true, true), "Whether it is confirmed was not named.");
    }

    [Fact]
    public async Task Changed_list_is_one_JSON_document()
    {
        using var house = await WithListAsync();

        var list = await house.JsonAsync("list", "edit", "uutiset", "--name-en", "News");

        list.GetProperty("key").GetString().ShouldBe("uutiset");
        Texts(list, "names").ShouldBe(["fi: Uutiskirje", "en: News"], ignoreOrder: true);
        Texts(list, "descriptions").ShouldBe(["sv: En gång i månaden"]);
    }

    [Fact]
    public async Task Empty_description_is_taken_away_and_nothing_at_all_changes_nothing()
    {
        using var house = await WithListAsync();

        (await house.RunAsync("list", "edit", "uutiset")).ExitCode.ShouldBe(0);
        (await house.RunAsync("list", "edit", "uutiset", "--description-sv", "", "--confirm", "false")).ExitCode.ShouldBe(0);

        var list = await ListAsync(house);
        Texts(list, "names").ShouldBe(["fi: Uutiskirje"]);
        Texts(list, "descriptions").ShouldBeEmpty();
        list.GetProperty("needsConfirmation").GetBoolean().ShouldBeFalse();
    }

    [Theory]
    [InlineData("There is no list \"uutise\". Lists: uutiset.", "uutise", "--name-fi", "Uutiset")]
    [InlineData("names.fi: The name is missing.", "uutiset", "--name-fi", " ")]
    [InlineData("public-task", "uutiset", "--basis", "whim")]
    [InlineData("perhaps", "uutiset", "--public", "perhaps")]
    [InlineData("--key", "uutiset", "--key", "muu")]
    [InlineData("Required argument 'key' missing")]
    public async Task Slip_is_refused_and_changes_nothing(string said, params string[] args)
    {
        using var house = await WithListAsync();

        (await house.RefusedAsync(["list", "edit", .. args])).ShouldContain(said);

        Texts(await ListAsync(house), "names").ShouldBe(["fi: Uutiskirje"]);
    }

    [Fact]
    public async Task Every_text_that_is_too_long_is_named_at_once()
    {
        using var house = await WithListAsync();

        var said = await house.RefusedAsync("list", "edit", "uutiset", "--name-en", new string('x', 301), "--description-fi", new string('y', 1001));

        said.ShouldContain("names.en: The name is longer than 300 characters.");
        said.ShouldContain("descriptions.fi: The description is longer than 1000 characters.");
    }

    private static async Task<CommandRun> WithListAsync()
    {
        var house = new CommandRun();
        await house.JsonAsync("list", "create", "uutiset", "--name-fi", "Uutiskirje", "--description-sv", "En gång i månaden");
        return house;
    }

    private static async Task<JsonElement> ListAsync(CommandRun house) => (await house.JsonAsync("list", "show")).EnumerateArray().ShouldHaveSingleItem();

    private static IEnumerable<string> Texts(JsonElement list, string of) =>
        list.GetProperty(of).EnumerateObject().Select(text => $"{text.Name}: {text.Value.GetString()}");
}
