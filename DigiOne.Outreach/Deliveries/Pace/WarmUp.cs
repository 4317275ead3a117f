using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// Keeps a relay on its first days to what it may carry on each. The ledger counts, for all nodes; each takes its part of
/// what is left and looks again when that is used up.
/// </summary>
internal sealed class WarmUp(
    string relay, WarmUpOptions options, IDbContextFactory<OutreachDb> databases, CountNodes nodes, LocalTime local, TimeProvider clock)
    : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _reading = new(1);
    private DateOnly _day;
    private long _given;
    private long _mine;

    /// <summary>The day that a message now counts on; null when nothing is counted any more.</summary>
    internal DateOnly? Today => Limit(Day) is null ? null : Day;

    /// <summary>When the day's limit ends.</summary>
    internal DateTimeOffset Midnight => local.Start(Day.AddDays(1));

    /// <summary>How many messages a day allows; null after the last day of the schedule.</summary>
    internal long? Limit(DateOnly day)
    {
        var number = Math.Max(0, day.DayNumber - options.From.DayNumber);
        return number < options.Daily.Count ? options.Daily[number] : null;
    }

    /// <summary>The limit of today, for people.</summary>
    internal long? LimitToday => Limit(Day);

    /// <summary>Takes one message of today's.</summary>
    /// <returns>False when there is none left.</returns>
    internal async ValueTask<bool> TakeAsync(CancellationToken cancellationToken)
    {
        var day = Day;
        if (Limit(day) is not { } limit)
            return true;
        if (TryTake(day))
            return true;

        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (TryTake(day))
                return true;
            await using var db = databases.CreateDbContext();
            var counted = await db.Set<RelayDay>().Where(row => row.Relay == relay && row.Day == day)
                .Select(row => row.Messages).SingleOrDefaultAsync(cancellationToken);
            lock (_gate)
            {
                // Of those that this process took, some may not be in the table yet.
                _given = _day == day ? Math.Max(_given, counted) : counted;
                _day = day;
                var left = Math.Max(0, limit - _given);
                _mine = (left + nodes() - 1) / nodes();
            }

            return TryTake(day);
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Gives one back that was not sent.</summary>
    internal void GiveBack()
    {
        lock (_gate)
        {
            _mine++;
            _given--;
        }
    }

    /// <inheritdoc />
    public void Dispose() => _reading.Dispose();

    private DateOnly Day => DateOnly.FromDateTime(local.At(clock.GetUtcNow()));

    private bool TryTake(DateOnly day)
    {
        lock (_gate)
        {
            if (_day != day || _mine <= 0)
                return false;
            _mine--;
            _given++;
            return true;
        }
    }
}
