using System.Text.Json;

namespace DigiOne.Outreach.Tests.Cli;

public sealed class ContactsVerbTests
{
    [Fact]
    public async Task Import_makes_contacts_once_and_updates_them_the_next_time()
    {
        using var house = await WithListAsync();
        var file = house.Write("people.csv", "\uFEFFsähköposti;nimi;kieli\naino@kunta.example;Aino;fi\nbo@kommun.example;Bo;sv\n");

        var first = await house.JsonAsync("contacts", "import", file, "--list", "uutiset");
        var again = await house.JsonAsync("contacts", "import", file, "--list", "uutiset");

        (first.GetProperty("imported").GetBoolean(), first.GetProperty("list").GetString()).ShouldBe((true, "uutiset"));
        (first.GetProperty("rows").GetInt32(), first.GetProperty("created").GetInt32(), first.GetProperty("subscribed").GetInt32()).ShouldBe((2, 2, 2));
        (again.GetProperty("created").GetInt32(), again.GetProperty("alreadySubscribed").GetInt32()).ShouldBe((0, 2));
    }

    [Fact]
    public async Task Bad_rows_refuse_the_file_with_line_column_and_reason()
    {
        using var house = await WithListAsync();
        var file = house.Write("people.csv", "email,name\naino@kunta.example,Aino\nnobody,Bo\n");

        var error = await house.RefusedAsync("contacts", "import", file, "--list", "uutiset");

        error.ShouldContain($"{file}:3: email \"nobody\": The address has no @.");
        error.ShouldContain("Nothing was imported: 1 of 2 rows");
        (await house.JsonAsync("list", "show"))[0].GetProperty("subscribed").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task Refused_import_as_json_is_one_document_and_says_so_on_standard_error_too()
    {
        using var house = await WithListAsync();
        var file = house.Write("people.csv", "email\nnobody\n");

        var run = await house.RunAsync("contacts", "import", file, "--list", "uutiset", "--json");

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("Nothing was imported");
        var document = JsonDocument.Parse(run.Output).RootElement;
        document.GetProperty("imported").GetBoolean().ShouldBeFalse();
        var row = document.GetProperty("refusedRows")[0];
        row.GetProperty("line").GetInt32().ShouldBe(2);
        row.GetProperty("faults")[0].GetProperty("column").GetString().ShouldBe("email");
    }

    [Fact]
    public async Task Bad_rows_can_be_left_out_and_all_of_them_reported_safely()
    {
        using var house = await WithListAsync();
        var bad = string.Concat(Enumerable.Range(1, 30).Select(_ => "=cmd|' /C calc'!A0\n"));
        var file = house.Write("people.csv", "email\naino@kunta.example\n" + bad);

        var run = await house.RunAsync("contacts", "import", file, "--list", "uutiset", "--on-error", "skip", "--report", house["report.csv"]);

        run.ExitCode.ShouldBe(0);
        run.Output.ShouldContain("1 new contacts, 0 updated, 0 unchanged, 30 refused");
        run.Error.ShouldContain("... and 10 more");
        var report = await File.ReadAllLinesAsync(house["report.csv"], TestContext.Current.CancellationToken);
        report.Length.ShouldBe(32);
        report[0].ShouldBe("line;result;list;column;value;reason");
        report[1].ShouldBe("2;created;subscribed;;;");
        report[2].ShouldStartWith("3;refused;;email;\"'=cmd");
    }

    [Theory]
    [InlineData("nimi;kieli\nAino;fi\n", ":1: No column holds the address.")]
    [InlineData("", "Nothing was imported.")]
    [InlineData("email,name\na@by.example,\"Aino\n", ":2:")]
    public async Task Broken_file_is_refused_with_its_place(string content, string said)
    {
        using var house = await WithListAsync();
        var file = house.Write("people.csv", content);

        (await house.RefusedAsync("contacts", "import", file, "--list", "uutiset", "--on-error", "skip")).ShouldContain(said);
    }

    [Fact]
    public async Task Mixed_encoding_and_a_cell_of_10_MB_are_refused_with_their_places()
    {
        using var house = await WithListAsync();
        var mixed = house["mixed.csv"];
        await File.WriteAllBytesAsync(
            mixed, [.. "email;nimi\na@by.example;Äijä\n"u8, .. System.Text.Encoding.Latin1.GetBytes("b@by.example;Äijä\n")], TestContext.Current.CancellationToken);
        var large = house.Write("large.csv", $"email,name\na@by.example,{new string('x', 10_000_000)}\n");

        (await house.RefusedAsync("contacts", "import", mixed, "--list", "uutiset")).ShouldContain($"{mixed}:3: nimi \"\uFFFDij\uFFFD\": This holds bytes of another encoding");
        (await house.RefusedAsync("contacts", "import", large, "--list", "uutiset")).ShouldContain($"{large}:2:");
        (await house.RunAsync("contacts", "import", mixed, "--list", "uutiset", "--encoding", "windows-1252")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Dry_run_says_what_would_be_done_and_does_nothing()
    {
        using var house = await WithListAsync();
        var file = house.Write("people.csv", "email;nimi\naino@kunta.example;Aino\n");

        var said = await house.JsonAsync("contacts", "import", file, "--list", "uutiset", "--dry-run");

        (said.GetProperty("imported").GetBoolean(), said.GetProperty("dryRun").GetBoolean(), said.GetProperty("created").GetInt32()).ShouldBe((false, true, 1));
        (await house.JsonAsync("list", "show"))[0].GetProperty("subscribed").GetInt32().ShouldBe(0);
        (await house.RunAsync("contacts", "import", file, "--list", "uutiset", "--dry-run")).Output.ShouldContain("nothing was changed");
    }

    [Fact]
    public async Task Unknown_list_is_refused_with_those_that_there_are_and_how_to_make_one()
    {
        using var house = await WithListAsync();
        var file = house.Write("people.csv", "email\na@by.example\n");

        (await house.RefusedAsync("contacts", "import", file, "--list", "utiset")).Trim()
            .ShouldBe("There is no list \"utiset\". Lists: uutiset. Make it first: list create KEY --name-fi NAME. Nothing was imported.");

        (await house.RunAsync("contacts", "import", file, "--list", "utiset", "--json")).Output.ShouldContain("\"known\":[\"uutiset\"]");
        var list = (await house.JsonAsync("list", "show")).EnumerateArray().ShouldHaveSingleItem();
        (list.GetProperty("key").GetString(), list.GetProperty("subscribed").GetInt32()).ShouldBe(("uutiset", 0));
    }

    [Fact]
    public async Task File_or_choice_that_is_none_is_refused()
    {
        using var house = await WithListAsync();
        var file = house.Write("people.csv", "email\na@by.example\n");

        (await house.RefusedAsync("contacts", "import", house["missing.csv"], "--list", "uutiset")).ShouldContain("there is no such file");
        (await house.RefusedAsync("contacts", "import", file, "--list", "uutiset", "--on-error", "ignore")).ShouldContain("refuse, skip");
    }

    private static async Task<CommandRun> WithListAsync()
    {
        var house = new CommandRun(isNew: true);
        await house.JsonAsync("list", "create", "uutiset", "--name-fi", "Uutiskirje");
        return house;
    }
}
