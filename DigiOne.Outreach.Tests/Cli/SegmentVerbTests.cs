namespace DigiOne.Outreach.Tests.Cli;

public sealed class SegmentVerbTests
{
    [Fact]
    public async Task A_segment_comes_from_a_file_is_shown_as_it_came_and_is_counted()
    {
        using var house = new CommandRun();
        var file = house.Write("osa.json", """{ "key": "osa", "name": "Osa väestä", "filter": { "field": "municipality", "op": "is", "values": ["Espoo"] } }""");
        await house.RunAsync("list", "create", "uutiset", "--name-fi", "Uutiskirje");
        await house.RunAsync("contacts", "import", house.Write("vaki.csv", "email,municipality\naino@kunta.example,Espoo\nbo@kommun.example,Vasa\n"), "--list", "uutiset");

        (await house.RunAsync("segment", "import", file)).Output.ShouldContain("There is now a segment osa.");
        (await house.RunAsync("segment", "import", file)).Output.ShouldContain("replaced");

        (await house.JsonAsync("segment", "show")).EnumerateArray().ShouldHaveSingleItem().GetProperty("key").GetString().ShouldBe("osa");
        var shown = (await house.RunAsync("segment", "show", "osa")).Output;
        shown.ShouldContain("Osa väestä");
        shown.ShouldContain("049", Case.Sensitive, "a municipality is stored by its code");
        (await house.RunAsync("segment", "import", house.Write("uusi.json", shown))).ExitCode.ShouldBe(0, "what is shown can be read again");
        var count = await house.JsonAsync("segment", "count", "osa");
        (count.GetProperty("people").GetInt64(), count.GetProperty("subscribed").GetInt64()).ShouldBe((1, 1));
    }

    [Fact]
    public async Task What_is_wrong_with_the_file_is_said()
    {
        using var house = new CommandRun();

        (await house.RefusedAsync("segment", "import", house["ei.json"])).ShouldContain("there is no such file");
        (await house.RefusedAsync("segment", "import", house.Write("a.json", "{ oops"))).ShouldContain("no JSON");
        (await house.RefusedAsync("segment", "import", house.Write("b.json", "{}"))).ShouldContain("key, name and filter");
        (await house.RefusedAsync("segment", "import", house.Write("c.json", """{ "key": "osa", "name": "Osa", "filter": { "field": "kengännumero", "op": "is", "values": ["44"] } }""")))
            .ShouldContain("filter.field: There is no field 'kengännumero'.");
        (await house.RefusedAsync("segment", "count", "osa")).ShouldContain("There is no segment \"osa\". Segments: none yet.");
    }
}
