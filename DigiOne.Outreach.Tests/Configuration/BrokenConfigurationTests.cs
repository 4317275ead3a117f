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
    [InlineData("""{ "Host": "mx.example", "Weight": -1 }""", "Weight", "from 0 to 1000")]
    [InlineData("""{ "Host": "mx.example", "PerMinute": 0 }""", "PerMinute", "0 is out of range; give a whole number from 1 to 1000000.")]
    [InlineData("""{ "Host": "mx.example", "PerHour": "many" }""", "PerHour", "give a whole number")]
    [InlineData("""{ "Host": "mx.example", "WarmUp": { "From": "11.1.2027", "Daily": [200] } }""", "WarmUp:From", "give a date as yyyy-MM-dd")]
    [InlineData("""{ "Host": "mx.example", "WarmUp": { "Daily": [200] } }""", "WarmUp:From", "first day is missing")]
    [InlineData("""{ "Host": "mx.example", "WarmUp": { "From": "2027-01-11" } }""", "WarmUp:Daily", "give the messages of each")]
    [InlineData("""{ "Host": "mx.example", "WarmUp": { "From": "2027-01-11", "Daily": [200, 0] } }""", "WarmUp:Daily:1", "from 1 up")]
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
    [InlineData("""  "Delivery": { "RetryPauses": [] }  """, "Delivery:RetryPauses", "at least one")]
    [InlineData("""  "Delivery": { "RetryPauses": ["00:01:00", "00:00:00"] }  """, "Delivery:RetryPauses:1", "from 00:00:01")]
    [InlineData("""  "Domains": { "gmail.com": { "PerMinute": 0 } }  """, "Domains:gmail.com:PerMinute", "from 1 to")]
    [InlineData("""  "Domains": { "info@gmail.com": { "PerMinute": 60 } }  """, "Domains:info@gmail.com", "or * for all others")]
    [InlineData("""  "Domains": { "*": { "Conections": 2 } }  """, "Domains:*:Conections", "did you mean Connections?")]
    [InlineData("""  "Tripwire": { "CanaryPercent": "many" }  """, "Tripwire:CanaryPercent", "give a number")]
    [InlineData("""  "DefaultSender": "digione2"  """, "DefaultSender", "did you mean digione?")]
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
    public void Mistakes_about_pace_and_share_are_all_named_at_once()
    {
        using var broken = new ConfigurationCase("""
            {
              "Organisation": { "Name": "DigiOne", "PublicBaseUrl": "https://viesti.digione.example" },
              "Relays": { "main": { "Host": "mx.example", "Weight": 0, "PerMinute": -5, "WarmUp": { "From": "2027-01-11", "Daily": [] } } },
              "Senders": {
                "digione": {
                  "Name": "DigiOne", "Address": "viesti@digione.example", "Relays": ["main"],
                  "Window": { "From": "09:00", "Until": "09:00" }
                }
              },
              "Domains": { "@": { "Connections": 0 } }
            }
            """);

        broken.Problems().Select(problem => problem.Path).ShouldBe(
            ["Relays:main:PerMinute", "Relays:main:WarmUp:Daily", "Senders:digione:Relays", "Senders:digione:Window:Until", "Domains:@:Connections", "Domains:@"],
            ignoreOrder: true);
    }

    [Theory]
    [InlineData("20:00", "22:00", "20:00", "08:00")]
    [InlineData("21:00", "06:00", "20:00", "08:00")]
    [InlineData("20:00", "08:00", "20:00", "08:00")]
    [InlineData("09:00", "10:00", "08:00", "20:00")]
    [InlineData("00:00", "07:59", "20:00", "08:00")]
    public void Window_that_opens_into_quiet_only_is_refused_with_both_settings(string from, string until, string quietFrom, string quietUntil)
    {
        using var broken = Windowed(from, until, quietFrom, quietUntil, true);

        var problem = broken.Problem();
        problem.Path.ShouldBe("Senders:digione:Window");
        problem.Problem.ShouldContain("QuietTimes:From");
        problem.Problem.ShouldContain("QuietTimes:Until");
    }

    [Theory]
    [InlineData("07:00", "08:01", true)]
    [InlineData("19:59", "22:00", true)]
    [InlineData("22:00", "09:00", true)]
    [InlineData("09:00", "15:00", true)]
    [InlineData("20:00", "22:00", false)]
    public void Window_that_opens_outside_quiet_times_is_taken(string from, string until, bool quiet)
    {
        using var right = Windowed(from, until, "20:00", "08:00", quiet);

        right.Settings().Senders["digione"].Window!.From.ShouldBe(TimeOnly.Parse(from, System.Globalization.CultureInfo.InvariantCulture));
    }

    private static ConfigurationCase Windowed(string from, string until, string quietFrom, string quietUntil, bool quiet) => new($$"""
        {
          "Organisation": { "Name": "DigiOne", "PublicBaseUrl": "https://viesti.digione.example" },
          "Senders": {
            "digione": { "Name": "DigiOne", "Address": "viesti@digione.example", "Window": { "From": "{{from}}", "Until": "{{until}}" } }
          },
          "QuietTimes": { "Enabled": {{(quiet ? "true" : "false")}}, "From": "{{quietFrom}}", "Until": "{{quietUntil}}" }
        }
        """);

    [Fact]
    public void Pace_and_share_are_read()
    {
        using var configuration = ConfigurationCase.With("""
            "Relays": { "main": { "Host": "mx.example", "Weight": 3, "PerMinute": 600, "WarmUp": { "From": "2027-01-11", "Daily": [200, 500] } } },
            "Domains": { "gmail.com": { "PerMinute": 600, "Connections": 2 }, "*": { "PerHour": 5000 } },
            "Delivery": { "RetryPauses": ["00:02:00", "01:00:00"] },
            "Tripwire": { "CanaryPercent": 2.5 }
            """);

        var settings = configuration.Settings();

        var relay = settings.Relays["main"];
        (relay.Weight, relay.PerMinute, relay.PerHour, relay.WarmUp!.From).ShouldBe((3, 600, null, new DateOnly(2027, 1, 11)));
        relay.WarmUp.Daily.ShouldBe([200, 500]);
        (settings.Mail.Domains["GMAIL.com"].Connections, settings.Mail.Domains["*"].PerHour).ShouldBe((2, 5000));
        settings.Delivery.RetryPauses.ShouldBe([TimeSpan.FromMinutes(2), TimeSpan.FromHours(1)]);
        settings.Tripwire.CanaryPercent.ShouldBe(2.5);
    }

    [Theory]
    [InlineData("mian", """ "main": { "Host": "mx.example" } """, "there is no relay 'mian'; did you mean main?")]
    [InlineData("other", """ "main": { "Host": "mx.example" }, "spare": { "Host": "mx.example" } """, "there is no relay 'other'; known here: main, spare.")]
    [InlineData("main", "", "there is no relay 'main'; add it under Relays.")]
    public void A_sender_that_names_an_unknown_relay_is_told_which_was_meant_or_which_there_are(string named, string relays, string told)
    {
        using var broken = new ConfigurationCase($$"""
            {
              "Organisation": { "Name": "DigiOne", "PublicBaseUrl": "https://viesti.digione.example" },
              "Relays": { {{relays}} },
              "Senders": { "digione": { "Name": "DigiOne", "Address": "viesti@digione.example", "Relays": ["{{named}}"] } }
            }
            """);

        broken.Problem().ToString().ShouldBe($"Senders:digione:Relays:0: {told}");
    }

    [Theory]
    [InlineData("sw", "templates/words.json has no words in 'sw'; add them there, or did you mean sv?")]
    [InlineData("de", "templates/words.json has no words in 'de'; add them there, or name one that it has: fi, sv.")]
    [InlineData("sv-FI", null)]
    public void Language_that_the_templates_have_no_words_in_is_refused(string language, string? told)
    {
        using var broken = new ConfigurationCase($$"""
            {
              "Organisation": { "Name": "DigiOne", "PublicBaseUrl": "https://viesti.digione.example", "Languages": ["fi", "{{language}}"] },
              "Senders": { "digione": { "Name": "DigiOne", "Address": "viesti@digione.example" } }
            }
            """);
        broken.Settings().Organisation.Languages.ShouldBe(["fi", language], "Without words nothing is known of them.");

        broken.Write("templates/words.json", """{ "read_more": { "fi": "Lue lisää", "sv": "Läs mer" }, "when": { "fi": "Aika" } }""");

        if (told is null)
            broken.Settings().Organisation.Languages.ShouldBe(["fi", language]);
        else
            broken.Problem().ToString().ShouldBe($"Organisation:Languages:1: {told}");
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
