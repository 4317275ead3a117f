using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Identity;
using DigiOne.Outreach.Inbound;
using DigiOne.Outreach.InfoSessions;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Newsletters;
using DigiOne.Outreach.Nodes;
using DigiOne.Outreach.Plans;
using DigiOne.Outreach.Rendering;
using DigiOne.Outreach.Social;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Subscriptions;
using DigiOne.Outreach.Tests.Support;
using DigiOne.Outreach.Timing;
using DigiOne.Outreach.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Microsoft.Playwright;

namespace DigiOne.Outreach.Tests.Web;

/// <summary>The pages on a real server, over a database of their own.</summary>
internal sealed class RunningWeb : IAsyncDisposable
{
    internal const string Administrator = "aino@example.org";
    private readonly WebApplication _app;
    private readonly TestDatabase _database;

    private RunningWeb(WebApplication app, TestDatabase database) => (_app, _database) = (app, database);

    internal IServiceProvider Services => _app.Services;

    /// <summary>Tells the process to stop, and waits until it has.</summary>
    internal Task StopAsync() => _app.StopAsync();

    /// <summary>A database of its own.</summary>
    internal OutreachDb Database() => _database.CreateDbContext();

    internal FakeTimeProvider Clock => (FakeTimeProvider)Services.GetRequiredService<TimeProvider>();

    /// <summary>Where it listens.</summary>
    internal Uri Address => new(Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());

    /// <summary>Starts it.</summary>
    /// <param name="map">Endpoints that only the test needs.</param>
    /// <param name="publicScheme">How the service is reached from outside.</param>
    internal static async Task<RunningWeb> StartAsync(Action<WebApplication>? map = null, string publicScheme = "http")
    {
        var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite, CancellationToken.None);
        var builder = WebApplication.CreateEmptyBuilder(new()
        {
            ApplicationName = typeof(WebServices).Assembly.GetName().Name,
            EnvironmentName = Environments.Development,
        });
        var organisation = new OrganisationOptions { Name = "Kuntien DigiOne", PublicBaseUrl = new($"{publicScheme}://localhost") };
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        builder.Services.AddSingleton(Options.Create(organisation));
        builder.Services.AddSingleton(Options.Create(database.Settings));
        builder.Services.AddSingleton(Options.Create(Mail()));
        builder.Services.AddTiming().AddMail().AddRendering(SourceTree.At("templates")).AddDeliveries().AddNewsletters().AddInfoSessions().AddSocial().AddPlans().AddInbound();
        // Cookies are dated by this clock and expire by the browser's, which reads the machine's.
        builder.Services.AddSingleton<TimeProvider>(new FakeTimeProvider(TimeProvider.System.GetUtcNow()));
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddStorage().AddNodes().AddAudience().AddSubscriptions().AddIdentity().AddWeb();
        var app = builder.Build();
        app.UseWeb().MapWeb();
        map?.Invoke(app);
        await app.StartAsync();
        var web = new RunningWeb(app, database);
        organisation.PublicBaseUrl = new UriBuilder(web.Address) { Scheme = publicScheme }.Uri;
        return web;
    }

    /// <summary>A sender whose mail is captured, one with a relay that nobody reaches, one with a send window, and one with another relay beside.</summary>
    private static MailOptions Mail() => new()
    {
        Relays =
        {
            ["posti"] = new() { Host = "posti.example", UserName = "outreach", Password = "salainen" },
            ["vara"] = new() { Host = "vara.example" },
        },
        DefaultSender = "digione",
        Senders =
        {
            ["kunnat"] = new() { Name = "Kuntien DigiOne", Address = "kunnat@digione.example", Relays = ["posti"] },
            // Open at all hours until a test says otherwise.
            ["ajoissa"] = new()
            {
                Name = "Kuntien DigiOne",
                Address = "ajoissa@digione.example",
                Relays = ["posti"],
                Window = new() { From = default, Until = default },
            },
            ["kaksin"] = new() { Name = "Kuntien DigiOne", Address = "kaksin@digione.example", Relays = ["posti", "vara"] },
            ["digione"] = new() { Name = "DigiOne", Address = "uutiset@digione.example" },
        },
    };

    /// <summary>Closes the window of the sender <c>ajoissa</c> for two hours, and leaves no other reason to wait.</summary>
    internal void CloseWindow()
    {
        var hour = new TimeOnly(Services.GetRequiredService<LocalTime>().At(Clock.GetUtcNow()).Hour, 0);
        Services.GetRequiredService<IOptions<QuietTimesOptions>>().Value.Enabled = false;
        var window = Services.GetRequiredService<IOptions<MailOptions>>().Value.Senders["ajoissa"].Window!;
        (window.From, window.Until) = (hour.AddHours(2), hour.AddHours(3));
    }

    /// <summary>A visitor without script who keeps cookies and sees redirects.</summary>
    internal Visitor NewVisitor() => new(Address);

    /// <summary>A visitor who has signed in.</summary>
    internal async Task<Visitor> NewPersonAsync()
    {
        var visitor = NewVisitor();
        var link = await CreateLinkAsync();
        await visitor.PostAsync(link.AbsolutePath, from: link.AbsolutePath);
        return visitor;
    }

    /// <summary>Signs somebody in, in a browser.</summary>
    internal async Task SignInAsync(IPage page)
    {
        await page.GotoAsync((await CreateLinkAsync()).ToString());
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button).ClickAsync();
    }

    /// <summary>A link by which a Finnish contact leaves a list.</summary>
    internal async Task<Uri> CreateUnsubscribeLinkAsync()
    {
        var now = Clock.GetUtcNow();
        var list = new ContactList
        {
            Key = "uutiset",
            Names = new Dictionary<string, string> { ["fi"] = "Uutiskirje" },
            LegalBasis = LegalBasis.Consent,
            CreatedAt = now,
        };
        var contact = new Contact { Address = "liisa@example.org", NormalAddress = "liisa@example.org", Language = "fi", CreatedAt = now };
        await using var db = _database.CreateDbContext();
        db.AddRange(list, contact);
        await db.SaveChangesAsync();
        db.Add(new Subscription { ContactId = contact.Id, ListId = list.Id, SubscribedAt = now, Source = "form" });
        await db.SaveChangesAsync();
        return Services.GetRequiredService<UnsubscribeLinks>().For(contact.Id, list.Id, Guid.Empty);
    }

    /// <summary>A sign-in link, as the terminal makes it.</summary>
    internal Task<Uri> CreateLinkAsync(string email = Administrator) =>
        InScopeAsync<SignInLinks, Uri>(links => links.CreateAsync(email, CancellationToken.None));

    /// <summary>Uses a service as a request would.</summary>
    internal async Task<TResult> InScopeAsync<TService, TResult>(Func<TService, Task<TResult>> use)
        where TService : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<TService>());
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _database.DisposeAsync();
    }
}
