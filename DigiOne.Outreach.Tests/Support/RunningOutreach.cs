using DigiOne.Outreach.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Support;

/// <summary>
/// The real host with web and worker, on the machine's clock. The database is the test's: a second host on it is another
/// node, or the same one started again.
/// </summary>
internal sealed class RunningOutreach : IAsyncDisposable
{
    private readonly WebApplication _app;
    private bool _stopped;

    private RunningOutreach(WebApplication app) => _app = app;

    internal IServiceProvider Services => _app.Services;

    /// <summary>Where it listens.</summary>
    internal Uri Address => new(_app.Urls.Single());

    internal static async Task<RunningOutreach> StartAsync(TestDatabase database, Action<Settings>? change = null, Action<IServiceCollection>? add = null)
    {
        var settings = OutreachSettings.On(database);
        change?.Invoke(settings);
        var app = OutreachHost.CreateWeb(settings, add: add);
        try
        {
            await app.StartAsync(TestContext.Current.CancellationToken);
            return new RunningOutreach(app);
        }
        catch
        {
            // Half a host would go on asking for a database that is gone.
            await app.StopAsync(CancellationToken.None);
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops it as SIGTERM does.</summary>
    internal async Task StopAsync()
    {
        if (!_stopped)
            await _app.StopAsync(CancellationToken.None);
        _stopped = true;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _app.DisposeAsync();
    }
}
