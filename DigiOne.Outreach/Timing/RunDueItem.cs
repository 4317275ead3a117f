using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Timing;

/// <summary>Carries out one due item, or puts it to a person where it is too late. Running it twice is harmless.</summary>
internal sealed partial class RunDueItem(OutreachDb db, IEnumerable<IDueWork> works, TimeProvider clock, ILogger<RunDueItem> logger)
{
    // Punctual, as far as the limit is concerned: even a limit of zero lets an item happen on time.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    /// <summary>Carries out the item of this kind about this subject, if it still waits and its time has come.</summary>
    internal async Task ExecuteAsync(string kind, Guid subject, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var item = await db.Set<DueItem>().AsNoTracking()
            .SingleOrDefaultAsync(item => item.Kind == kind && item.SubjectId == subject, cancellationToken);
        if (item is not { State: DueState.Waiting } || item.DueAt > now)
            return;

        var work = works.Single(work => work.Kind == kind);
        if (now - item.DueAt > item.LateLimit + Grace && !await work.HasStartedAsync(subject, cancellationToken))
        {
            await SettleAsync(item, DueState.Asking, now, cancellationToken);
            Log.TooLate(logger, kind, subject, now - item.DueAt);
            return;
        }

        await work.ActivateAsync(subject, cancellationToken);
        await SettleAsync(item, DueState.Done, clock.GetUtcNow(), cancellationToken);
    }

    // An item that was moved or withdrawn meanwhile keeps what a person did to it.
    private Task<int> SettleAsync(DueItem item, DueState state, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.Set<DueItem>()
            .Where(row => row.Kind == item.Kind && row.SubjectId == item.SubjectId && row.State == DueState.Waiting && row.DueAt == item.DueAt)
            .ExecuteUpdateAsync(row => row.SetProperty(r => r.State, state).SetProperty(r => r.SettledAt, now), cancellationToken);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The {Kind} {Subject} is {Lateness} late, more than its limit: a person decides")]
        internal static partial void TooLate(ILogger logger, string kind, Guid subject, TimeSpan lateness);
    }
}
