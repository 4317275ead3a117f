using System.Globalization;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace DigiOne.Outreach.Scheduling;

/// <summary>
/// Sets Quartz's triggers from due rows: one for each instant, whatever falls due then. An alarm that rings for nothing,
/// because its item was moved or called off, is harmless.
/// </summary>
internal sealed class DueAlarms(ISchedulerFactory schedulers, IDbContextFactory<OutreachDb> databases, TimeProvider clock)
{
    // The sweep rings for what lies beyond; a million triggers in memory would serve nobody.
    private const int Most = 10_000;

    /// <summary>Sets the alarms of everything that waits, the soonest first.</summary>
    internal async Task RebuildAsync(CancellationToken cancellationToken)
    {
        await using var db = databases.CreateDbContext();
        var instants = await db.Set<DueItem>()
            .Where(item => item.State == DueState.Waiting)
            .Select(item => item.DueAt).Distinct().OrderBy(instant => instant).Take(Most)
            .ToListAsync(cancellationToken);
        await SetAsync(instants, cancellationToken);
    }

    /// <summary>Sets an alarm for each of these instants that has none.</summary>
    internal async Task SetAsync(IEnumerable<DateTimeOffset> instants, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        foreach (var instant in instants.Distinct())
        {
            var key = new TriggerKey(instant.UtcTicks.ToString(CultureInfo.InvariantCulture), "due");
            // What is due already belongs to the sweep.
            if (instant > clock.GetUtcNow())
                await scheduler.ScheduleTrigger(
                    TriggerBuilder.Create().WithIdentity(key).ForJob(DueAlarm.Key).StartAt(instant).Build(),
                    TriggerConflict.Keep,
                    cancellationToken);
        }
    }
}
