namespace DigiOne.Outreach.Tests.Configuration;

/// <summary>One mistake is one line: what only follows from it is left out, what is wrong besides is not.</summary>
public sealed class ConsequencesTests
{
    private const string Organisation = """ "Organisation": { "Name": "DigiOne", "PublicBaseUrl": "https://viesti.digione.example" } """;

    [Theory]
    [InlineData(""" "Window": { "From": "9", "Until": "08:00" } """, "", "Senders:digione:Window:From")]
    [InlineData(""" "Window": { "From": "20:00", "Until": "22:00" } """, """ , "QuietTimes": { "From": "23" } """, "QuietTimes:From")]
    [InlineData(""" "Window": { "From": "20:00", "Until": "22:00" } """, """ , "QuietTimes": { "Enabled": "no" } """, "QuietTimes:Enabled")]
    [InlineData(""" "Window": { "From": "17:00", "Until": "late" } """, """ , "QuietTimes": { "From": "16:00" } """, "Senders:digione:Window:Until")]
    [InlineData(""" "Relays": ["main"] """, """ , "Relays": { "main": "mx.example" } """, "Relays:main")]
    [InlineData(""" "Relays": ["main"] """, """ , "Relay": { "main": { "Host": "mx.example" } } """, "Relay")]
    [InlineData(""" "Relays": ["main"] """, """ , "Relays": { "main": { "Hots": "mx.example" } } """, "Relays:main:Hots")]
    [InlineData(""" "Relays": ["main"] """, """ , "Relays": { "main": { "Host": "mx.example", "UserName": "u", "Pasword": "p" } } """, "Relays:main:Pasword")]
    [InlineData(""" "Relays": ["main"] """, """ , "Relays": { "main": { "Host": "mx.example", "Password": "salainen" } } """, "Relays:main:Password")]
    [InlineData(""" "Relays": ["main"] """, """ , "Relays": { "main": { "Host": "mx.example", "PasswordFile": "/nowhere/password" } } """, "Relays:main:PasswordFile")]
    [InlineData(""" "Relays": [] """, """ , "QuietTimes": { "From": "8", "Until": "20:00" } """, "QuietTimes:From")]
    [InlineData(""" "Relays": [] """, """ , "QuietTimes": { "Months": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, "December"] } """, "QuietTimes:Months:11")]
    [InlineData(""" "Relays": [] """, """ , "Delivery": { "RetryPauses": ["soon"] } """, "Delivery:RetryPauses:0")]
    [InlineData(
        """ "Relays": [] """, """ , "Relays": { "main": { "Host": "mx.example", "WarmUp": { "From": "2027-01-11", "Daily": ["many"] } } } """,
        "Relays:main:WarmUp:Daily:0")]
    [InlineData(""" "Relays": [] """, """ , "Web": { "Listen": [""] } """, "Web:Listen:0")]
    [InlineData(""" "Relays": [] """, """ , "Inbound": { "Hots": "imap.example", "UserName": "u" } """, "Inbound:Hots")]
    public void Mistake_is_told_once(string ofSender, string sections, string path)
    {
        using var broken = new ConfigurationCase(
            $$"""{ {{Organisation}}, "Senders": { "digione": { "Name": "DigiOne", "Address": "viesti@digione.example", {{ofSender}} } } {{sections}} }""");

        broken.Problem().Path.ShouldBe(path);
    }

    [Fact]
    public void User_name_under_half_its_name_is_told_once_beside_the_password()
    {
        using var broken = ConfigurationCase.With("""  "Relays": { "main": { "Host": "mx.example", "User": "viesti", "Password": "salainen" } }  """);

        var problems = broken.Problems();
        problems.Select(problem => problem.Path).ShouldBe(["Relays:main:User", "Relays:main:Password"], ignoreOrder: true);
        problems.Single(problem => problem.Path == "Relays:main:User").Problem.ShouldContain("did you mean UserName?");
    }

    [Theory]
    [InlineData(""" "Senders": { "digione": "viesti@digione.example" }, "DefaultSender": "digione" """, "Senders:digione")]
    [InlineData(""" "Sender": { "digione": { "Name": "DigiOne", "Address": "viesti@digione.example" } } """, "Sender")]
    [InlineData(""" "Senders": {}, "DefaultSender": "digione" """, "Senders")]
    public void Senders_that_are_not_found_are_told_once(string sections, string path)
    {
        using var broken = new ConfigurationCase($"{{ {Organisation}, {sections} }}");

        broken.Problem().Path.ShouldBe(path);
    }

    [Fact]
    public void Sender_of_a_wrong_address_is_not_told_that_its_key_is_of_another_domain()
    {
        using var broken = new ConfigurationCase($$"""
            { {{Organisation}}, "Senders": { "digione": {
                "Name": "DigiOne", "Address": "viesti", "Dkim": { "Domain": "digione.example", "Selector": "s1", "PrivateKeyFile": "/nowhere/dkim.pem" } } } }
            """);

        broken.Problems().Select(problem => problem.Path).ShouldBe(["Senders:digione:Address", "Senders:digione:Dkim:PrivateKeyFile"], ignoreOrder: true);
    }

    [Fact]
    public void Section_under_a_mistyped_name_is_told_once_and_one_that_is_left_out_by_what_it_must_say()
    {
        const string Senders = """ "Senders": { "digione": { "Name": "DigiOne", "Address": "viesti@digione.example" } } """;
        using var mistyped = new ConfigurationCase($$"""{ "Organization": { "Name": "DigiOne" }, {{Senders}} }""");
        using var absent = new ConfigurationCase($"{{ {Senders} }}");

        mistyped.Problem().ToString().ShouldBe("Organization: there is no such setting; did you mean Organisation?");
        absent.Problems().Select(problem => problem.Path).ShouldBe(["Organisation:Name", "Organisation:PublicBaseUrl"], ignoreOrder: true);
    }

    [Fact]
    public void Mistakes_of_a_list_are_named_by_their_places_also_behind_one_that_cannot_be_read()
    {
        using var broken = ConfigurationCase.With("""  "Delivery": { "RetryPauses": ["soon", "00:00:00"] }  """);

        broken.Problems().Select(problem => problem.Path).ShouldBe(["Delivery:RetryPauses:0", "Delivery:RetryPauses:1"]);
    }

    [Fact]
    public void List_of_the_environment_that_cannot_be_read_is_told_once()
    {
        using var broken = ConfigurationCase.With("""  "Web": {}  """);

        broken.Set("OUTREACH__Delivery__RetryPauses", "soon").Problem().Path.ShouldBe("Delivery:RetryPauses");
    }
}
