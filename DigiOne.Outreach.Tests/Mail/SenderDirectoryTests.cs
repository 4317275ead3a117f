using System.Security.Cryptography;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Mail;

public sealed class SenderDirectoryTests
{
    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["CaptureFolder"] = "caught",
        ["Relays:main:Host"] = "smtp.digione.example",
        ["Relays:main:Connections"] = "8",
        ["Relays:main:Timeout"] = "00:00:30",
        ["Relays:spare:Host"] = "localhost",
        ["Relays:spare:Security"] = "None",
        ["Senders:news:Name"] = "DigiOne",
        ["Senders:news:Address"] = "uutiset@jyväskylä.example",
        ["Senders:news:ReplyTo"] = "posti@digione.example",
        ["Senders:news:Relays:0"] = "main",
        ["Senders:news:Relays:1"] = "SPARE",
        ["Senders:info:Name"] = "DigiOne",
        ["Senders:info:Address"] = "info@digione.example",
        ["Senders:info:EnvelopeFrom"] = "palautteet@digione.example",
        ["Senders:info:Relays:0"] = "main",
        ["Senders:demo:Name"] = "Demo",
        ["Senders:demo:Address"] = "demo@digione.example",
    };

    [Fact]
    public void A_relays_name_fits_the_ledger()
    {
        var options = new MailOptions();
        options.Relays[new string('r', 65)] = new RelayOptions { Host = "127.0.0.1" };
        options.Relays[new string('s', 64)] = new RelayOptions { Host = "127.0.0.1" };

        MailOptionsCheck.Validate(options).ShouldHaveSingleItem().Problem.ShouldContain("64 characters");
    }

    [Theory]
    [InlineData("NEWS", "news")]
    [InlineData(null, null)]
    public async Task Sender_of_what_names_none_is_the_one_that_is_set_and_never_the_first_of_several(string? set, string? found)
    {
        await using var provider = Provider(new(Settings) { ["DefaultSender"] = set });

        provider.GetRequiredService<SenderDirectory>().Default?.Key.ShouldBe(found);
        (provider.GetRequiredService<SenderDirectory>().Default is null).ShouldBe(found is null);
    }

    [Fact]
    public async Task Only_sender_is_that_of_what_names_none()
    {
        await using var provider = Provider(new() { ["Senders:info:Name"] = "DigiOne", ["Senders:info:Address"] = "info@digione.example" });

        provider.GetRequiredService<SenderDirectory>().Default.ShouldNotBeNull().Key.ShouldBe("info");
    }

    [Fact]
    public async Task Senders_are_resolved_to_identity_and_routes()
    {
        await using var provider = Provider(Settings);
        var directory = provider.GetRequiredService<SenderDirectory>();

        directory.TryFind("NEWS", out var news).ShouldBeTrue();
        news!.From.ShouldBe(new Mailbox("DigiOne", "uutiset@jyväskylä.example"));
        news.ReplyTo.ShouldBe(new Mailbox("DigiOne", "posti@digione.example"));
        news.EnvelopeFrom.ShouldBe("uutiset@jyväskylä.example");
        news.MessageIdDomain.ShouldBe("xn--jyvskyl-7wae.example");
        news.Routes.Select(route => route.Name).ShouldBe(["main", "spare"]);
        news.Routes[0].Connections.ShouldBe(8);

        directory.TryFind("info", out var info).ShouldBeTrue();
        info!.EnvelopeFrom.ShouldBe("palautteet@digione.example");
        info.Routes.ShouldHaveSingleItem().ShouldBeSameAs(news.Routes[0], "Senders of one relay share its connections.");

        directory.TryFind("demo", out var demo).ShouldBeTrue();
        demo!.Routes.ShouldHaveSingleItem().ShouldBeOfType<CaptureFolder>().Root.ShouldBe(Path.GetFullPath("somewhere/caught"));

        directory.TryFind("nobody", out _).ShouldBeFalse();
        directory.Routes.Count.ShouldBe(3);
        MailOptionsCheck.Validate(Bound(Settings)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Capturing_everything_overrides_every_relay()
    {
        await using var provider = Provider(new(Settings) { ["CaptureOnly"] = "true" });

        provider.GetRequiredService<SenderDirectory>().Routes.ShouldHaveSingleItem().Name.ShouldBe("capture");
    }

    [Fact]
    public void Every_mistake_is_found_at_once_with_its_path()
    {
        using var small = RSA.Create(1024);
        var key = Path.GetTempFileName();
        File.WriteAllText(key, small.ExportPkcs8PrivateKeyPem());
        var options = Bound(new()
        {
            ["CaptureFolder"] = " ",
            ["Relays:a:Host"] = "",
            ["Relays:a:Port"] = "0",
            ["Relays:a:Timeout"] = "01:00:00",
            ["Relays:b:Host"] = "smtp.example",
            ["Relays:b:Security"] = "None",
            ["Relays:b:CaFile"] = "/nowhere/ca.pem",
            ["Relays:b:UserName"] = "digione",
            ["Relays:c:Host"] = "smtp.example",
            ["Relays:c:PasswordFile"] = "/nowhere/password",
            ["Senders:x:Name"] = "",
            ["Senders:x:Address"] = "DigiOne",
            ["Senders:x:Relays:0"] = "d",
            ["Senders:y:Name"] = "DigiOne",
            ["Senders:y:Address"] = "uutiset@digione.example",
            ["Senders:y:Dkim:Domain"] = "muu.example",
            ["Senders:y:Dkim:Selector"] = "",
            ["Senders:y:Dkim:PrivateKeyFile"] = key,
        });

        var problems = MailOptionsCheck.Validate(options).ToList();

        problems.Select(problem => problem.Path).ShouldBe(
        [
            "CaptureFolder", "Relays:a:Host", "Relays:a:Port", "Relays:a:Timeout", "Relays:b:Security", "Relays:b:CaFile", "Relays:b:PasswordFile",
            "Relays:c:PasswordFile", "Relays:c:UserName", "Senders:x:Name", "Senders:x:Address", "Senders:x:Relays:0",
            "Senders:y:Dkim:Selector", "Senders:y:Dkim:PrivateKeyFile", "Senders:y:Dkim:Domain",
        ], ignoreOrder: true);
        problems.Single(problem => problem.Path == "Senders:x:Relays:0").Problem.ShouldBe("there is no relay 'd'; known here: a, b, c.");
        problems.Single(problem => problem.Path == "Senders:y:Dkim:PrivateKeyFile").Problem.ShouldContain("1024 bits");
        File.Delete(key);
    }

    [Fact]
    public void Mistake_in_one_DKIM_setting_hides_none_in_another()
    {
        var options = Bound(new()
        {
            ["Senders:x:Name"] = "DigiOne",
            ["Senders:x:Address"] = "uutiset@digione.example",
            ["Senders:x:Dkim:Domain"] = "kunta..example",
            ["Senders:x:Dkim:Selector"] = "s1",
            ["Senders:x:Dkim:PrivateKeyFile"] = "/nowhere/rsa.pem",
            ["Senders:x:Dkim:Ed25519:Selector"] = "s1",
            ["Senders:x:Dkim:Ed25519:PrivateKeyFile"] = "/nowhere/ed25519.pem",
            ["Senders:y:Name"] = "DigiOne",
            ["Senders:y:Address"] = "uutiset@digione.example",
            ["Senders:y:Dkim:Domain"] = "",
            ["Senders:y:Dkim:Selector"] = "s1",
            ["Senders:y:Dkim:PrivateKeyFile"] = "/nowhere/rsa.pem",
        });

        MailOptionsCheck.Validate(options).Select(problem => (problem.Path, problem.Problem)).ShouldBe(
        [
            ("Senders:x:Dkim:PrivateKeyFile", "/nowhere/rsa.pem does not exist."),
            ("Senders:x:Dkim:Domain", "kunta..example is not a domain name."),
            ("Senders:x:Dkim:Ed25519:PrivateKeyFile", "/nowhere/ed25519.pem does not exist."),
            ("Senders:x:Dkim:Ed25519:Selector", "Each key has a selector of its own, since each has a DNS record of its own."),
            ("Senders:y:Dkim:Domain", "The Domain field is required."),
            ("Senders:y:Dkim:PrivateKeyFile", "/nowhere/rsa.pem does not exist."),
        ], ignoreOrder: true);
    }

    private static MailOptions Bound(Dictionary<string, string?> settings)
        => new ConfigurationBuilder().AddInMemoryCollection(settings).Build().Get<MailOptions>()!;

    private static ServiceProvider Provider(Dictionary<string, string?> settings)
    {
        var services = new ServiceCollection();
        services.AddLogging().AddMail();
        services.Configure<MailOptions>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.Configure<StorageOptions>(storage => storage.DataFolder = "somewhere");
        return services.BuildServiceProvider();
    }
}
