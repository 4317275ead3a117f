using System.CommandLine;
using DigiOne.Outreach.Demo;
using DigiOne.Outreach.Hosting;
using DigiOne.Outreach.Identity;
using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Cli;

/// <summary>Serves a demo in its own folder, and shows at the terminal how it goes.</summary>
internal sealed class ShowDemo(WebApplication app, DemoScreen screen)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    // It takes some 15 s; who has waited this long is told what is missing.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Runs until all is delivered, or until the process is told to stop.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    internal static async Task<int> RunAsync(Settings settings, ParseResult parsed, bool exitWhenDone, CancellationToken cancellationToken)
    {
        await using var app = OutreachHost.CreateWeb(settings, LogLevel.Warning);
        var screen = DemoScreen.On(parsed.InvocationConfiguration.Output);
        var demo = new ShowDemo(app, screen);
        try
        {
            var progress = await demo.DeliverAsync(cancellationToken);
            if (exitWhenDone)
            {
                await app.StopAsync(cancellationToken);
                return progress.IsDone ? ExitCode.Done : ExitCode.Failed;
            }

            await demo.InviteAsync("It keeps serving until you press Ctrl-C.", cancellationToken);
            await app.WaitForShutdownAsync(cancellationToken);
            return ExitCode.Done;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await app.StopAsync(CancellationToken.None);
            screen.Say("Stopped before everything was delivered.");
            return exitWhenDone ? ExitCode.Failed : ExitCode.Done;
        }
    }

    private async Task<DemoProgress> DeliverAsync(CancellationToken cancellationToken)
    {
        screen.Say($"Making a workspace of 1,000 made-up people in {DemoSettings.DataFolder}. Nothing leaves this machine.");
        await app.Services.GetRequiredService<Migrator>().MigrateAsync(cancellationToken);
        await using var scope = app.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var workspace = ActivatorUtilities.CreateInstance<DemoWorkspace>(
            services, ActivatorUtilities.CreateInstance<DemoLists>(services), ActivatorUtilities.CreateInstance<DemoDates>(services));
        await workspace.SeedAsync(cancellationToken);
        await app.StartAsync(cancellationToken);
        await InviteAsync("In a few seconds a newsletter, an invitation, its reminder and a post go out.", cancellationToken);

        var plan = await workspace.ScheduleAsync(cancellationToken);
        var progress = await screen.FollowAsync(show => WatchAsync(plan, show, cancellationToken));
        screen.Account(progress);
        return progress;
    }

    private async Task<DemoProgress> WatchAsync(DemoPlan plan, Action<DemoProgress> show, CancellationToken cancellationToken)
    {
        var clock = app.Services.GetRequiredService<TimeProvider>();
        var started = clock.GetTimestamp();
        while (true)
        {
            await using var scope = app.Services.CreateAsyncScope();
            var progress = await ActivatorUtilities.CreateInstance<WatchDemo>(scope.ServiceProvider).LookAsync(plan, cancellationToken);
            show(progress);
            if (progress.IsDone || clock.GetElapsedTime(started) > Patience)
                return progress;
            await Task.Delay(Pause, clock, cancellationToken);
        }
    }

    // A link works once: who has used the first finds a new one under the account.
    private async Task InviteAsync(string what, CancellationToken cancellationToken)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var link = await scope.ServiceProvider.GetRequiredService<SignInLinks>().CreateAsync(DemoSettings.Person, cancellationToken);
        screen.Invite(app.Urls.First(), link, what);
    }
}
