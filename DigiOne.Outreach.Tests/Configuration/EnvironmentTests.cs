using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Tests.Configuration;

public sealed class EnvironmentTests
{
    [Fact]
    public void Each_value_is_overridden_by_environment()
    {
        using var configuration = ConfigurationCase.With("""  "Relays": { "main": { "Host": "mx.example" } }  """);

        var settings = configuration
            .Set("OUTREACH__Organisation__Name", "Digiykkönen")
            .Set("OUTREACH__Organisation__Languages", "sv, fi")
            .Set("OUTREACH__RELAYS__MAIN__PORT", "465")
            .Set("OUTREACH__Relays__main__Security", "tls")
            .Set("OUTREACH__Relays__spare__Host", "mx2.example")
            .Set("OUTREACH__QuietTimes__Months", "")
            .Set("OUTREACH__Storage__Postgres", "Host=db;Database=outreach;Username=o;Password=p")
            .Settings();

        settings.Organisation.Name.ShouldBe("Digiykkönen");
        settings.Organisation.Languages.ShouldBe(["sv", "fi"]);
        settings.Relays["main"].Host.ShouldBe("mx.example");
        settings.Relays["main"].Port.ShouldBe(465);
        settings.Relays["main"].Security.ShouldBe(RelaySecurity.Tls);
        settings.Relays["spare"].Host.ShouldBe("mx2.example");
        settings.QuietTimes.Months.ShouldBeEmpty();
        settings.Storage.Engine.ShouldBe(StorageEngine.Postgres);
    }

    [Fact]
    public void A_wrong_variable_is_named()
    {
        using var configuration = ConfigurationCase.With("""  "Relays": { "main": { "Host": "mx.example" } }  """);

        var problem = configuration.Set("OUTREACH__Relays__main__Port", "many").Problem();

        problem.ToString().ShouldBe("Relays:main:Port: 'many' does not fit (from OUTREACH__Relays__main__Port); give a whole number.");
    }

    [Fact]
    public void A_variable_for_no_setting_is_refused()
    {
        using var configuration = ConfigurationCase.With("""  "Web": {}  """);

        var problem = configuration.Set("OUTREACH__Storage__Datafloder", "/data").Problem();

        problem.Problem.ShouldContain("from OUTREACH__Storage__Datafloder");
        problem.Problem.ShouldContain("did you mean DataFolder?");
    }

    [Fact]
    public void Variables_of_others_do_not_matter()
    {
        using var configuration = ConfigurationCase.With("""  "Web": {}  """);

        configuration.Set("OUTREACH_Web__Listen", "x").Set("ASPNETCORE_URLS", "http://*:1").Settings().Web.Listen.ShouldBe(["http://localhost:5080"]);
    }
}
