namespace DigiOne.Outreach.Tests.Cli;

public sealed class SmallVerbsTests
{
    [Fact]
    public async Task Token_prints_nothing_but_its_secret()
    {
        using var house = new CommandRun();

        var run = await house.RunAsync("token", "create", "--name", "Website", "--scopes", "read", "--days", "30");

        run.ExitCode.ShouldBe(0);
        run.Output.Trim().ShouldStartWith("dgo_");
        run.Output.Trim().ShouldNotContain("\n");
        run.Error.ShouldContain("It may read, until ");
    }

    [Fact]
    public async Task Token_as_json_says_what_it_may_do()
    {
        using var house = new CommandRun();

        var token = await house.JsonAsync("token", "create", "--name", "Website", "--scopes", "read,write");

        token.GetProperty("token").GetString()!.ShouldStartWith("dgo_");
        token.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()).ShouldBe(["read", "write"]);
    }

    [Theory]
    [InlineData("--name", "x", "--scopes", "admin")]
    [InlineData("--name", "x", "--days", "0")]
    [InlineData("--name", " ")]
    [InlineData("--scopes", "read")]
    public async Task Token_with_a_slip_is_refused(params string[] args)
    {
        using var house = new CommandRun();
        (await house.RefusedAsync(["token", "create", .. args])).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Sign_in_prints_nothing_but_the_link()
    {
        using var house = new CommandRun();

        var run = await house.RunAsync("signin", "--email", "aino@kunta.example");

        run.ExitCode.ShouldBe(0);
        run.Output.Trim().ShouldStartWith("https://viesti.digione.example/signin/");
        run.Error.ShouldContain("15 minutes");
        (await house.RefusedAsync("signin", "--email", "aino")).ShouldContain("--email: The address has no @.");
    }

    [Fact]
    public async Task List_is_made_once()
    {
        using var house = new CommandRun();

        (await house.JsonAsync("list", "create", "uutiset", "--name-fi", "Uutiskirje")).GetProperty("legalBasis").GetString().ShouldBe("consent");
        (await house.RefusedAsync("list", "create", "uutiset", "--name-fi", "Uutiskirje")).ShouldContain("already");
        (await house.RefusedAsync("list", "create", "Ö", "--basis", "consent")).ShouldContain("names: The name in at least one language is missing.");
        (await house.RefusedAsync("list", "create", "muu", "--name-fi", "Muu", "--basis", "whim")).ShouldContain("public-task");
        (await house.JsonAsync("list", "show")).EnumerateArray().ShouldHaveSingleItem().GetProperty("key").GetString().ShouldBe("uutiset");
    }

    [Fact]
    public async Task Shipped_template_renders_with_made_up_recipient_in_each_language()
    {
        using var house = new CommandRun();
        var data = house.Write("data.json", """{ "newsletter": { "title": "Syksy & talvi", "preheader": "", "body_html": { "$markup": "<p>Hei</p>" }, "articles": [] } }""");

        var html = await house.RunAsync("template", "render", "newsletters/issue.sbn-html", "--data", data);
        var mail = await house.JsonAsync("template", "render", "newsletters/issue.sbn-html", "--data", data, "--language", "sv");
        var subject = await house.RunAsync("template", "render", "newsletters/issue.sbn-html", "--data", data, "--part", "subject");

        html.ExitCode.ShouldBe(0, html.Error);
        html.Output.ShouldContain("Syksy &amp; talvi");
        html.Output.ShouldContain("<p>Hei</p>");
        mail.EnumerateObject().Select(member => member.Name).ShouldBe(["subject", "html", "text"]);
        mail.GetProperty("html").GetString()!.ShouldContain("lang=\"sv\"");
        subject.Output.Trim().ShouldBe("Syksy & talvi");
    }

    [Theory]
    [InlineData("{ \"newsletter\":\n  oops }", "data.json:2:3: ")]
    [InlineData("[]", "data.json:1:1: ")]
    [InlineData("{ \"a\": 1, \"a\": 2 }", "data.json:1:")]
    [InlineData("", "data.json:1:1: ")]
    public async Task Data_that_is_no_object_is_refused_with_the_place(string data, string said)
    {
        using var house = new CommandRun();
        (await house.RefusedAsync("template", "render", "newsletters/issue.sbn-html", "--data", house.Write("data.json", data), "--json")).ShouldContain(said);
    }

    [Fact]
    public async Task Wrong_template_is_refused_with_the_place()
    {
        using var house = new CommandRun();
        var template = house.Write("wrong.sbn-html", "<h1>Hei</h1>\n<p>{{ if }}</p>");

        (await house.RefusedAsync("template", "render", template)).ShouldStartWith("wrong.sbn-html:2:");
        (await house.RefusedAsync("template", "render", "newsletters/issue.sbn-html", "--language", "de")).ShouldContain("fi, sv, en");
    }
}
