using DigiOne.Outreach.Tests.Support;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Browser))]

namespace DigiOne.Outreach.Tests.Support;

/// <summary>One Chromium for the whole run, started by the first test that needs it. Each page is a visitor of its own.</summary>
public sealed class Browser : IAsyncDisposable
{
    private static readonly string[] Arguments =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private readonly Lazy<Task<(IPlaywright Driver, IBrowser Chromium)>> _started = new(StartAsync);

    /// <summary>A new visitor's page.</summary>
    internal async Task<IPage> NewPageAsync(
        int width = 1280, ColorScheme scheme = ColorScheme.Light, string locale = "en-GB", bool script = true)
    {
        var (_, chromium) = await _started.Value;
        var visitor = await chromium.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = width < 800 ? 844 : 800 },
            ColorScheme = scheme,
            Locale = locale,
            JavaScriptEnabled = script,
            ReducedMotion = ReducedMotion.Reduce,
        });
        return await visitor.NewPageAsync();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!_started.IsValueCreated || !_started.Value.IsCompletedSuccessfully)
            return;
        var (driver, chromium) = await _started.Value;
        await chromium.DisposeAsync();
        driver.Dispose();
    }

    private static async Task<(IPlaywright, IBrowser)> StartAsync()
    {
        var program = TestServers.Chromium;
        var driver = await Playwright.CreateAsync();
        return (driver, await driver.Chromium.LaunchAsync(new() { ExecutablePath = program, Args = Arguments }));
    }
}
