using DigiOne.Outreach.Hosting;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Hosting;

/// <summary>The real host on a free port of loopback, with a data folder of its own.</summary>
internal sealed class ServingHost : IAsyncDisposable
{
    private readonly TempFolder _data;

    private ServingHost(TempFolder data, WebApplication app)
    {
        _data = data;
        App = app;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    internal WebApplication App { get; }

    internal HttpClient Client { get; }

    internal string DataFolder => _data.FullPath;

    internal static async Task<ServingHost> StartAsync(Action<Settings>? change = null, Action<WebApplication>? map = null, bool migrated = false)
    {
        var data = new TempFolder();
        var settings = new Settings { Storage = new() { DataFolder = data.FullPath } };
        settings.Organisation.PublicBaseUrl = new Uri("http://localhost");
        settings.Web.Listen = ["http://127.0.0.1:0"];
        change?.Invoke(settings);
        var app = OutreachHost.CreateWeb(settings);
        map?.Invoke(app);
        if (migrated)
            await TestDatabase.CopySqliteAsync(settings.Storage);
        // An empty file is a database too.
        await using (var db = await app.Services.GetRequiredService<IDbContextFactory<OutreachDb>>().CreateDbContextAsync())
            await db.Database.OpenConnectionAsync();
        await app.StartAsync();
        return new ServingHost(data, app);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _data.Dispose();
    }
}
