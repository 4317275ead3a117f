using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Audience.Import;

/// <summary>
/// The time in which one process works on one import. Whatever it writes is conditional on still being the one: who slept past
/// its time, or was called off, finds out at its next step.
/// </summary>
internal sealed class ImportRun
{
    /// <summary>How long nobody else takes the import after its last sign of life.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan SignsOfLife = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _clock;
    private readonly Action<ImportProgress> _watch;
    private long _lastSign;

    private ImportRun(ImportId id, Guid runner, TimeProvider clock, Action<ImportProgress>? watch)
    {
        (Id, Runner, _clock, _watch) = (id, runner, clock, watch ?? (_ => { }));
        _lastSign = clock.GetTimestamp();
    }

    /// <summary>Which import.</summary>
    internal ImportId Id { get; }

    /// <summary>Who works on it.</summary>
    internal Guid Runner { get; }

    /// <summary>Begins one whose file is at hand.</summary>
    internal static async Task<ImportRun> BeginAsync(OutreachDb db, ContactImport import, TimeProvider clock, Action<ImportProgress>? watch, CancellationToken cancellationToken)
    {
        import.Runner = Guid.CreateVersion7();
        import.RunsUntil = clock.GetUtcNow() + Lease;
        db.Add(import);
        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
        return new ImportRun(import.Id, import.Runner.Value, clock, watch);
    }

    /// <summary>Takes one on that nobody works on; null where somebody does, or it is over.</summary>
    internal static async Task<ImportRun?> TakeAsync(OutreachDb db, ImportId id, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (runner, now) = (Guid.CreateVersion7(), clock.GetUtcNow());
        var taken = await db.Set<ContactImport>()
            .Where(import => import.Id == id && (import.RunsUntil == null || import.RunsUntil < now)
                && (import.State == ImportState.Waiting || import.State == ImportState.Reading || import.State == ImportState.Applying))
            .ExecuteUpdateAsync(import => import.SetProperty(row => row.Runner, runner).SetProperty(row => row.RunsUntil, now + Lease), cancellationToken);
        return taken == 0 ? null : new ImportRun(id, runner, clock, null);
    }

    /// <summary>The import as long as it is this run's and nobody called it off; each step of the run is an update of this row.</summary>
    internal IQueryable<ContactImport> Mine(OutreachDb db) =>
        db.Set<ContactImport>().Where(import => import.Id == Id && import.Runner == Runner && import.CancelledAt == null);

    /// <summary>Tells how far it is.</summary>
    internal void Tell(ImportStep step, long done, long of) => _watch(new ImportProgress(step, done, of));

    /// <summary>Whether a second has passed since the last sign of life.</summary>
    internal bool IsTimeForSign => _clock.GetElapsedTime(_lastSign) >= SignsOfLife;

    /// <summary>Keeps the import and its due item for another while.</summary>
    /// <exception cref="ImportEndedException">It is somebody else's by now, or was called off.</exception>
    internal async Task SignAsync(OutreachDb db, long bytesRead, CancellationToken cancellationToken)
    {
        _lastSign = _clock.GetTimestamp();
        var until = _clock.GetUtcNow() + Lease;
        Check(await Mine(db).ExecuteUpdateAsync(
            import => import.SetProperty(row => row.RunsUntil, until).SetProperty(row => row.BytesRead, bytesRead), cancellationToken));
        await KeepDueItemAsync(db, until, cancellationToken);
    }

    /// <summary>The same as part of applying: the range's own update has kept the import.</summary>
    internal async Task SignAsync(OutreachDb db, CancellationToken cancellationToken)
    {
        if (!IsTimeForSign)
            return;
        _lastSign = _clock.GetTimestamp();
        await KeepDueItemAsync(db, _clock.GetUtcNow() + Lease, cancellationToken);
    }

    /// <summary>Ends the run where its update found no row.</summary>
    internal static void Check(int updated)
    {
        if (updated == 0)
            throw new ImportEndedException();
    }

    // A job that is enqueued anew while this one works would only find that it does.
    private Task<int> KeepDueItemAsync(OutreachDb db, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var subject = Id.Value;
        return db.Set<DueItem>().Where(item => item.Kind == ContactImport.DueKind && item.SubjectId == subject && item.State == DueState.Waiting)
            .ExecuteUpdateAsync(item => item.SetProperty(row => row.TakenUntil, until), cancellationToken);
    }
}

/// <summary>The run is over before its work is: the import was called off, or another process took it after its time.</summary>
internal sealed class ImportEndedException() : Exception("The import was called off, or another process carries it on.");
