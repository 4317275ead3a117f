namespace DigiOne.Outreach.Tests.Configuration;

public sealed class SecretTests
{
    [Theory]
    [InlineData("""  "Relays": { "main": { "Host": "mx.example", "UserName": "u", "Password": "hunter2" } }  """, "Relays:main:Password", "PasswordFile")]
    [InlineData("""  "Inbound": { "Host": "imap.example", "UserName": "u", "Password": "hunter2" }  """, "Inbound:Password", "PasswordFile")]
    [InlineData("""  "Storage": { "Postgres": "Host=db;Database=o;Password=hunter2" }  """, "Storage:Postgres", "PostgresFile")]
    [InlineData("""  "Storage": { "Postgres": "postgres://o:hunter2@db/o" }  """, "Storage:Postgres", "PostgresFile")]
    public void A_secret_in_the_configuration_file_is_refused_and_not_repeated(string sections, string path, string twin)
    {
        using var broken = ConfigurationCase.With(sections);

        var problem = broken.Problem();
        problem.Path.ShouldBe(path);
        problem.Problem.ShouldContain($"OUTREACH__{path.Replace(":", "__", StringComparison.Ordinal)}");
        problem.Problem.ShouldContain(twin);
        problem.Problem.ShouldNotContain("hunter2");
    }

    [Fact]
    public void A_connection_string_without_a_password_may_stand_in_the_file()
    {
        using var configuration = ConfigurationCase.With("""  "Storage": { "Postgres": "Host=/run/postgresql;Database=outreach" }  """);

        configuration.Settings().Storage.Postgres.ShouldBe("Host=/run/postgresql;Database=outreach");
    }

    [Fact]
    public void A_secret_comes_from_the_file_that_is_named()
    {
        using var configuration = ConfigurationCase.With("""  "Relays": { "main": { "Host": "mx.example", "UserName": "u" } }  """);
        var password = configuration.Write("relay-password", "hunter2\n");
        var connection = configuration.Write("postgres", "Host=db;Database=o;Password=hunter2\n");

        var settings = configuration
            .Set("OUTREACH__Relays__main__PasswordFile", password).Set("OUTREACH__Storage__PostgresFile", connection).Settings();

        settings.Relays["main"].Password.ShouldBe("hunter2");
        settings.Storage.Postgres.ShouldBe("Host=db;Database=o;Password=hunter2");
    }

    [Fact]
    public void A_secret_given_twice_is_refused()
    {
        using var configuration = ConfigurationCase.With("""  "Relays": { "main": { "Host": "mx.example", "UserName": "u" } }  """);
        var password = configuration.Write("relay-password", "hunter2");

        configuration.Set("OUTREACH__Relays__main__PasswordFile", password).Set("OUTREACH__Relays__main__Password", "other");

        configuration.Problem().ToString().ShouldBe("Relays:main:PasswordFile: Password is set as well; keep one of the two.");
    }

    [Fact]
    public void A_malformed_connection_string_is_refused_and_not_repeated()
    {
        using var configuration = ConfigurationCase.With("""  "Web": {}  """);

        var problem = configuration.Set("OUTREACH__Storage__Postgres", "Host=db;Database=o;Pasword=hunter2").Problem();

        problem.Path.ShouldBe("Storage:Postgres");
        problem.Problem.ShouldNotContain("hunter2");
    }
}
