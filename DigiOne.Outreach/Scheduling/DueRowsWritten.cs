using System.Runtime.CompilerServices;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace DigiOne.Outreach.Scheduling;

/// <summary>Hears of due rows that this process writes, so that slices need not know that alarms exist.</summary>
internal sealed partial class DueRowsWritten(IServiceProvider services) : SaveChangesInterceptor
{
    private readonly ConditionalWeakTable<DbContext, List<DateTimeOffset>> _written = [];

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        var instants = eventData.Context!.ChangeTracker.Entries<DueItem>()
            .Where(entry => entry.State is EntityState.Added or EntityState.Modified && entry.Entity.State == DueState.Waiting)
            .Select(entry => entry.Entity.DueAt)
            .ToList();
        if (instants.Count > 0)
            _written.AddOrUpdate(eventData.Context, instants);
        return ValueTask.FromResult(result);
    }

    public override async ValueTask<int> SavedChangesAsync(
        SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        if (_written.TryGetValue(eventData.Context!, out var instants))
        {
            _written.Remove(eventData.Context!);
            await SetAlarmsAsync(instants);
        }

        return result;
    }

    // The rows stand: a clockwork that cannot be reached must not make their writer believe otherwise. The sweep finds them.
    private async Task SetAlarmsAsync(List<DateTimeOffset> instants)
    {
        try
        {
            // Asked for late: the alarms need the database, whose contexts need this interceptor.
            await services.GetRequiredService<DueAlarms>().SetAsync(instants, CancellationToken.None);
        }
        catch (Exception failure)
        {
            Log.NotSet(services.GetRequiredService<ILogger<DueRowsWritten>>(), failure);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "An alarm could not be set; the sweep rings in its place")]
        internal static partial void NotSet(ILogger logger, Exception failure);
    }
}
