namespace DigiOne.Outreach.Tests.Configuration;

public sealed class BrokenConfigurationTests
{
    [Theory]
    [InlineData("""{ "Name": "DigiOne", "Nmae": "x", "PublicBaseUrl": "https://a.example" }""", "Organisation:Nmae", "did you mean Name?")]
    [InlineData("""{ "PublicBaseUrl": "https://a.example" }""", "Organisation:Name", "is missing; give a text")]
    [InlineData("""{ "Name": "DigiOne" }""", "Organisation:PublicBaseUrl", "is missing; give an absolute address")]
    [InlineData("""{ "Name": "DigiOne", "PublicBaseUrl": "http://a.example" }""", "Organisation:PublicBaseUrl", "give https://")]
    [InlineData("""{ "Name": "DigiOne", "PublicBaseUrl": "https://a.example/viesti" }""", "Organisation:PublicBaseUrl", "nothing after it")]
    [InlineData("""{ "Name": "DigiOne", "PublicBaseUrl": "a.example" }""", "Organisation:PublicBaseUrl", "'a.example' does not fit")]
    [InlineData("""{ "Name": "DigiOne", "PublicBaseUrl": "https://a.example", "TimeZone": "Europe/Helsinky" }""", "Organisation:TimeZone", "did you mean Europe/Helsinki?")]
    [InlineData("""{ "Name": "DigiOne", "PublicBaseUrl": "https://a.example", "TimeZone": "EET+2 somewhere" }""", "Organisation:TimeZone", "give an IANA name")]
    [InlineData("""{ "Name": "DigiOne", "PublicBaseUrl": "https://a.example", "Languages": ["fi", "finnish"] }""", "Organisation:Languages:1", "BCP 47")]
    [InlineData("""{ "Name": "DigiOne", "PublicBaseUrl": "https://a.example", "Languages": ["fi", "qz"] }""", "Organisation:Languages:1", "BCP 47")]
    [InlineData("""{ "Name": "DigiOne", "PublicBaseUrl": "https://a.example", "Languages": ["fi", "fi"] }""", "Organisation:Languages:1", "stands twice")]
    [InlineData("""{ "Name": "DigiOne", "PublicBaseUrl": "https://a.example", "Languages": [] }""", "Organisation:Languages", "at least one language")]
    [InlineData("""{ "Name": "DigiOne", "PublicBaseUrl": "https://a.example", "Languages": "fi" }""", "Organisation:Languages", "write [ ... ]")]
    [InlineData("""{ "Name": ["DigiOne"], "PublicBaseUrl": "https://a.example" }""", "Organisation:Name", "where a single value belongs")]
    [InlineData("\"DigiOne\"", "Organisation", "write { ... }")]
    public void A_mistake_about_the_organisation_is_named(string organisation, string path, string right)
    {
        using var broken = new ConfigurationCase($$"""{ "Organisation": {{organisation}}, "Senders": { "a": { "Name": "A", "Address": "a@a.example" } } }""");

        var problem = broken.Problems().First(problem => problem.Path == path);
        problem.Problem.ShouldContain(right);
    }

    [Theory]
    [InlineData("""{ "Port": 99999, "Host": "mx.example" }""", "Port", "99999 is out of range; give a whole number from 1 to 65535.")]
    [InlineData("""{ "Port": "smtp", "Host": "mx.example" }""", "Port", "'smtp' does not fit; give a whole number.")]
    [InlineData("""{ "Port": 587.5, "Host": "mx.example" }""", "Port", "give a whole number")]
    [InlineData("""{ "Port": 587 }""", "Host", "is missing")]
    [InlineData("""{ "Host": "mx.example", "Security": "SSL" }""", "Security", "give one of StartTls, Tls, None")]
    [InlineData("""{ "Host": "mx.example", "Security": 2 }""", "Security", "give one of StartTls, Tls, None")]
    [InlineData("""{ "Host": "mx.example", "Security": "None" }""", "Security", "loopback")]
    [InlineData("""{ "Host": "mx.example", "Timeout": "5" }""", "Timeout", "give a duration as hh:mm:ss")]
    [InlineData("""{ "Host": "mx.example", "Timeout": "01:00:00" }""", "Timeout", "from 00:00:01 to 00:10:00")]
    [InlineData("""{ "Host": "mx.example", "UserName": "digione" }""", "PasswordFile", "")]
    [InlineData("""{ "Host": "mx.example", "UserName": "digione", "PasswordFile": "/nowhere/secret" }""", "PasswordFile", "'/nowhere/secret' cannot be read")]
    [InlineData("""{ "Host": "mx.example", "CaFile": "/nowhere/ca.pem" }""", "CaFile", "/nowhere/ca.pem")]
    [InlineData("\"mx.example\"", "", "write { ... }")]
    public void A_mistake_about_a_relay_is_named(string relay, string setting, string right)
    {
        using var broken = ConfigurationCase.With($$"""  "Relays": { "main": {{relay}} }  """);

        var problem = broken.Problem();
        problem.Path.ShouldBe(setting.Length == 0 ? "Relays:main" : $"Relays:main:{setting}");
        problem.Problem.ShouldContain(right);
    }

    [Theory]
    [InlineData("""  "Web": { "TrustedProxies": ["10.0.0.0/8", "10"] }  """, "Web:TrustedProxies:1", "give an address")]
    [InlineData("""  "Web": { "TrustedProxies": ["0.0.0.0/0"] }  """, "Web:TrustedProxies:0", "never everyone")]
    [InlineData("""  "Web": { "Listen": ["https://localhost:5081"] }  """, "Web:Listen:0", "TLS belongs to the proxy")]
    [InlineData("""  "Web": { "Listen": ["http://outreach.example:80"] }  """, "Web:Listen:0", "localhost, an IP address or *")]
    [InlineData("""  "Web": { "Listen": [] }  """, "Web:Listen", "at least one address")]
    [InlineData("""  "QuietTimes": { "Months": [7, 13] }  """, "QuietTimes:Months:1", "give a whole number from 1 to 12")]
    [InlineData("""  "QuietTimes": { "From": "25:00" }  """, "QuietTimes:From", "give a time of day as HH:mm")]
    [InlineData("""  "QuietTimes": { "From": "08:00" }  """, "QuietTimes:Until", "the night has no length")]
    [InlineData("""  "QuietTimes": { "Enabled": "yes" }  """, "QuietTimes:Enabled", "give true or false")]
    [InlineData("""  "Storage": { "Postgres": "Host=db;Databse=x" }  """, "Storage:Postgres", "give Host=...;Database=...")]
    [InlineData("""  "Storage": { "PostgresFile": "/nowhere/db" }  """, "Storage:PostgresFile", "cannot be read")]
    [InlineData("""  "Inbound": { "Host": "imap.example", "UserName": "viesti" }  """, "Inbound:PasswordFile", "OUTREACH__Inbound__Password")]
    [InlineData("""  "Relay": {}  """, "Relay", "did you mean Relays?")]
    [InlineData("""  "Relays": { "capture": { "Host": "mx.example" } }  """, "Relays:capture", "another name")]
    public void A_mistake_elsewhere_is_named(string sections, string path, string right)
    {
        using var broken = ConfigurationCase.With(sections);

        var problem = broken.Problem();
        problem.Path.ShouldBe(path);
        problem.Problem.ShouldContain(right);
    }

    [Fact]
    public void A_sender_that_names_an_unknown_relay_is_told_which_there_are()
    {
        using var broken = new ConfigurationCase("""
            {
              "Organisation": { "Name": "DigiOne", "PublicBaseUrl": "https://viesti.digione.example" },
              "Relays": { "main": { "Host": "mx.example" } },
              "Senders": { "digione": { "Name": "DigiOne", "Address": "viesti@digione.example", "Relays": ["mian"] } }
            }
            """);

        var problem = broken.Problem();
        problem.Path.ShouldBe("Senders:digione:Relays:0");
        problem.Problem.ShouldContain("main");
    }

    [Fact]
    public void Every_mistake_is_told_at_once()
    {
        using var broken = new ConfigurationCase("""
            {
              "Organisation": { "PublicBaseUrl": "http://a.example", "Languages": ["xx-yy"], "TimeZone": "Mars" },
              "Relays": { "main": { "Port": 0 } },
              "Senders": { "digione": { "Name": "DigiOne", "Address": "none", "Relays": ["other"] } },
              "QuietTimes": { "Months": [0] },
              "Colour": "blue"
            }
            """);

        broken.Set("OUTREACH__Web__Lisen", "x").Problems().Select(problem => problem.Path).ShouldBe(
            [
                "Organisation:Name", "Organisation:PublicBaseUrl", "Organisation:Languages:0", "Organisation:TimeZone",
                "Relays:main:Host", "Relays:main:Port", "Senders:digione:Address", "Senders:digione:Relays:0",
                "QuietTimes:Months:0", "Colour", "Web:Lisen",
            ],
            ignoreOrder: true);
    }

    [Theory]
    [InlineData("{\n  \"Organisation\": {\n    \"Name\": DigiOne\n  }\n}", "line 3, column 13")]
    [InlineData("{\n  \"Organisation\": {", "line 2, column 20")]
    [InlineData("", "line 1, column 1")]
    public void Text_that_is_not_JSON_is_named_with_file_line_and_column(string text, string place)
    {
        using var broken = new ConfigurationCase(text);

        var problem = broken.Problem();
        problem.Path.ShouldBe($"{Path.Combine(broken.Folder, "config", "outreach.json")}, {place}");
        problem.Problem.ShouldStartWith("this is not valid JSON");
    }

    [Theory]
    [InlineData("[]", "write { ... }")]
    [InlineData("""{ "CaptureFolder": "a", "captureFolder": "b" }""", "name every setting once")]
    [InlineData("""{ "Web": {}, "Web": {} }""", "Web")]
    public void A_file_of_another_form_is_refused(string text, string right)
    {
        using var broken = new ConfigurationCase(text);

        broken.Problem().Problem.ShouldContain(right);
    }
}
