using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Identity;
using DigiOne.Outreach.Inbound;
using DigiOne.Outreach.InfoSessions;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Newsletters;
using DigiOne.Outreach.Nodes;
using DigiOne.Outreach.Plans;
using DigiOne.Outreach.Rendering;
using DigiOne.Outreach.Scheduling;
using DigiOne.Outreach.Social;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Subscriptions;
using DigiOne.Outreach.Timing;
using DigiOne.Outreach.Web;
using DigiOne.Outreach.Web.Api;

namespace DigiOne.Outreach.Hosting;

/// <summary>Puts the house together from checked settings.</summary>
internal static class OutreachHost
{
    /// <summary>How long a stopping process may take for the messages that are under way.</summary>
    internal static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(30);

    // Far more than anybody types into a form; endpoints that take files say their own. Strangers may post as well.
    private const long LargestBody = 2 * 1024 * 1024;

    /// <summary>All slices without the web: for verbs that do one thing and end.</summary>
    internal static ServiceProvider CreateServices(Settings settings) =>
        new ServiceCollection()
            .AddLogging(logging => logging.AddPlainConsole(LogLevel.Warning))
            .AddOutreach(settings)
            .AddIdentity()
            .BuildServiceProvider(validateScopes: true);

    /// <summary>The web application with all slices, not yet started.</summary>
    /// <param name="settings">Checked settings.</param>
    /// <param name="logLevel">The least that is logged.</param>
    /// <param name="add">Services beside the house's own.</param>
    internal static WebApplication CreateWeb(Settings settings, LogLevel logLevel = LogLevel.Information, Action<IServiceCollection>? add = null)
    {
        // Empty: no appsettings.json, no ASPNETCORE_ variables, no file watchers beside our own configuration.
        var builder = WebApplication.CreateEmptyBuilder(new()
        {
            ApplicationName = typeof(OutreachHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            WebRootPath = Path.Combine(AppContext.BaseDirectory, "wwwroot"),
        });
        builder.Logging.AddPlainConsole(logLevel);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
        });
        builder.WebHost.UseUrls([.. settings.Web.Listen]);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        builder.Services.AddOutreach(settings);
        builder.Services.AddHeartbeat().AddDeliveryEngine().AddSignUpDesk().AddScheduling(settings.Storage).AddMailboxReading();
        builder.Services.AddRouting();
        builder.Services.AddIdentity().AddWeb().AddApi();
        builder.Services.AddOutreachHealth();
        builder.Services.AddTrustedProxies(settings.Web);
        add?.Invoke(builder.Services);

        var app = builder.Build();
        app.UseForwardedHeaders();
        app.UseWeb();
        app.MapOutreachHealth();
        app.MapWeb();
        app.MapApi();
        return app;
    }

    /// <summary>The delivery engine with its clockwork and without the web, not yet started.</summary>
    /// <param name="settings">Checked settings.</param>
    /// <param name="leases">Others than a product has: a drill cannot wait for those.</param>
    internal static IHost CreateWorker(Settings settings, Leases? leases = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new() { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.AddPlainConsole(LogLevel.Warning);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        builder.Services.AddOutreach(settings).AddIdentity();
        builder.Services.AddHeartbeat().AddDeliveryEngine().AddSignUpDesk().AddScheduling(settings.Storage);
        if (leases is not null)
            builder.Services.AddSingleton(leases);
        return builder.Build();
    }

    /// <summary>Every slice, one line each, and what all of them share.</summary>
    internal static IServiceCollection AddOutreach(this IServiceCollection services, Settings settings) =>
        services
            .AddSettings(settings)
            .AddKeyRing(settings.Storage)
            .AddStorage()
            .AddNodes()
            .AddTiming()
            .AddMail()
            .AddRendering(settings.TemplateFolder)
            .AddAudience()
            .AddDeliveries()
            .AddSubscriptions()
            .AddNewsletters()
            .AddInfoSessions()
            .AddSocial()
            .AddPlans()
            .AddInbound();
}
