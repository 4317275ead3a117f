namespace DigiOne.Outreach.Scheduling;

/// <summary>
/// Looks for due rows twice a second, beside the alarms: a row that another process or node wrote, or whose alarm was
/// lost, is as punctual as any.
/// </summary>
internal sealed partial class DueSweep(EnqueueDueItems enqueue, DueAlarms alarms, TimeProvider clock, ILogger<DueSweep> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        // Beside the sweep: thousands of alarms in a database take their time, and what is due must not wait for them.
        var rebuilding = TryAsync(alarms.RebuildAsync, stoppingToken);
        do
        {
            await TryAsync(enqueue.ExecuteAsync, stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
        await rebuilding;
    }

    // A database that is away for a minute must not end the sweep for good.
    private async Task TryAsync(Func<CancellationToken, Task> work, CancellationToken stoppingToken)
    {
        try
        {
            await work(stoppingToken);
        }
        catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
        {
            Log.Failed(logger, failure);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Looking for what is due failed; it is tried again in half a second")]
        internal static partial void Failed(ILogger logger, Exception failure);
    }
}
