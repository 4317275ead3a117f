using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// Keeps a relay on its first days to what it may carry on each. A node takes its messages of a day in parts, before it
/// sends them, so that all nodes together stay within the day's number; the less is left, the smaller the part.
/// </summary>
internal sealed class WarmUp(
    string relay, WarmUpOptions options, IDbContextFactory<OutreachDb> databases, CountNodes nodes, LocalTime local, TimeProvider clock)
    : IDisposable
{
    /// <summary>The largest part: so much of a day is lost with a process that dies.</summary>
    internal const int LargestPart = 100;

    // A part is so much of what is left for each node.
    private const int Parts = 10;

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _taking = new(1);
    private DateOnly _day;
    private int _mine;

    /// <summary>When the day's limit ends.</summary>
    internal DateTimeOffset Midnight => local.Start(Day.AddDays(1));

    /// <summary>The limit of today, for people; null after the last day of the schedule.</summary>
    internal long? LimitToday => Limit(Day);

    /// <summary>Takes one message of today's.</summary>
    /// <param name="lane">
    /// Its lane: one that somebody waits for goes although the day is used up, and counts.
    /// </param>
    /// <param name="cancellationToken">Gives up the waiting; nothing is taken then.</param>
    internal async ValueTask<DayTurn> TakeAsync(Lane lane, CancellationToken cancellationToken)
    {
        var day = Day;
        if (Limit(day) is not { } limit)
            return DayTurn.Free;
        if (TryTake(day))
            return DayTurn.Of(day);

        await _taking.WaitAsync(cancellationToken);
        try
        {
            if (TryTake(day))
                return DayTurn.Of(day);
            await using var db = databases.CreateDbContext();
            var part = await PartAsync(db, day, limit);
            lock (_gate)
                (_day, _mine) = (day, part);
            if (TryTake(day))
                return DayTurn.Of(day);
            if (lane == Lane.Bulk)
                return DayTurn.None;
            await AddAsync(db, day, 1);
            return DayTurn.Free;
        }
        finally
        {
            _taking.Release();
        }
    }

    /// <summary>Gives back a turn that was not used.</summary>
    internal void GiveBack(DayTurn turn)
    {
        lock (_gate)
            if (turn.Day == _day)
                _mine++;
    }

    /// <summary>Leaves what this process has taken and not used to the others.</summary>
    internal async Task ReturnAsync()
    {
        DateOnly day;
        int unused;
        lock (_gate)
            (day, unused, _mine) = (_day, _mine, 0);
        if (unused == 0)
            return;
        await using var db = databases.CreateDbContext();
        await AddAsync(db, day, -unused);
    }

    /// <inheritdoc />
    public void Dispose() => _taking.Dispose();

    private DateOnly Day => DateOnly.FromDateTime(local.At(clock.GetUtcNow()));

    private long? Limit(DateOnly day)
    {
        var number = Math.Max(0, day.DayNumber - options.From.DayNumber);
        return number < options.Daily.Count ? options.Daily[number] : null;
    }

    private bool TryTake(DateOnly day)
    {
        lock (_gate)
        {
            if (_day != day || _mine <= 0)
                return false;
            _mine--;
            return true;
        }
    }

    // What may have been taken is not given up: hence without a token.
    private async Task<int> PartAsync(OutreachDb db, DateOnly day, long limit)
    {
        while (true)
        {
            var taken = await Row(db, day).Select(row => (long?)row.Messages).SingleOrDefaultAsync(CancellationToken.None);
            var left = limit - (taken ?? 0);
            if (left <= 0)
                return 0;
            var part = (int)Math.Clamp(left / (Parts * nodes()), 1, LargestPart);
            if (taken is null)
                await AddAsync(db, day, 0);
            else if (await Row(db, day).Where(row => row.Messages == taken)
                .ExecuteUpdateAsync(row => row.SetProperty(r => r.Messages, taken + part), CancellationToken.None) == 1)
                return part;
        }
    }

    private IQueryable<RelayDay> Row(OutreachDb db, DateOnly day) => db.Set<RelayDay>().Where(row => row.Relay == relay && row.Day == day);

    private Task<int> AddAsync(OutreachDb db, DateOnly day, int messages) => db.Database.ExecuteSqlAsync(
        $"""
        INSERT INTO relay_days (relay, day, messages) VALUES ({relay}, {day}, {messages})
        ON CONFLICT (relay, day) DO UPDATE SET messages = relay_days.messages + excluded.messages
        """,
        CancellationToken.None);
}

/// <summary>What a relay that warms up says to one message.</summary>
/// <param name="MayGo">Whether it may go.</param>
/// <param name="Day">The day that it was taken from, and can be given back to; null where there is none.</param>
internal readonly record struct DayTurn(bool MayGo, DateOnly? Day)
{
    /// <summary>It goes whatever the day allows.</summary>
    internal static readonly DayTurn Free = new(true, null);

    /// <summary>The day is used up.</summary>
    internal static readonly DayTurn None = new(false, null);

    /// <summary>It counts on this day.</summary>
    internal static DayTurn Of(DateOnly day) => new(true, day);
}
