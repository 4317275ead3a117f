using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Audience.Import;

/// <summary>Carries an import on to its end, whoever began it.</summary>
internal sealed class RunImport(IDbContextFactory<OutreachDb> databases, StageImport stage, ApplyImport apply, TimeProvider clock) : IDueWork
{
    /// <inheritdoc />
    public string Kind => ContactImport.DueKind;

    /// <inheritdoc />
    public async Task ActivateAsync(Guid subject, CancellationToken cancellationToken)
    {
        var id = new ImportId(subject);
        await using var db = databases.CreateDbContext();
        if (await ImportRun.TakeAsync(db, id, clock, cancellationToken) is { } run)
            await FinishAsync(db, run, cancellationToken);
        else if (await IsOpenAsync(db, id, cancellationToken))
            throw new InvalidOperationException($"Another process carries the import {subject} on.");
    }

    /// <inheritdoc />
    public async Task<bool> HasStartedAsync(Guid subject, CancellationToken cancellationToken)
    {
        await using var db = databases.CreateDbContext();
        // However late: people wait for it, and nothing goes out by it.
        return await IsOpenAsync(db, new ImportId(subject), cancellationToken);
    }

    /// <summary>Stages a file that is at hand, and applies it.</summary>
    internal async Task ExecuteAsync(ImportRun run, ImportOptions options, Stream csv, CancellationToken cancellationToken)
    {
        await using var db = databases.CreateDbContext();
        await UntilEndedAsync(db, run.Id, async () =>
        {
            await stage.ExecuteAsync(run, options, csv, cancellationToken);
            await ApplyAsync(db, run, cancellationToken);
        });
    }

    private Task FinishAsync(OutreachDb db, ImportRun run, CancellationToken cancellationToken) => UntilEndedAsync(db, run.Id, async () =>
    {
        var import = await db.Set<ContactImport>().AsNoTracking().SingleAsync(import => import.Id == run.Id, cancellationToken);
        if (import.State != ImportState.Applying)
        {
            await using var csv = new StoredFile(db, run.Id);
            await stage.ExecuteAsync(run, import.Options, csv, cancellationToken);
        }

        await ApplyAsync(db, run, cancellationToken);
    });

    private async Task ApplyAsync(OutreachDb db, ImportRun run, CancellationToken cancellationToken)
    {
        if (await run.Mine(db).AnyAsync(import => import.State == ImportState.Applying, cancellationToken))
            await apply.ExecuteAsync(run, cancellationToken);
        await SettleDueItemAsync(db, run.Id, cancellationToken);
    }

    // Called off it is over. Taken by another process, it is the other's, and its due item stays.
    private static async Task UntilEndedAsync(OutreachDb db, ImportId id, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (ImportEndedException)
        {
            if (await IsOpenAsync(db, id, CancellationToken.None))
                throw;
        }
    }

    private Task<int> SettleDueItemAsync(OutreachDb db, ImportId id, CancellationToken cancellationToken)
    {
        var (subject, now) = (id.Value, clock.GetUtcNow());
        return db.Set<DueItem>().Where(item => item.Kind == ContactImport.DueKind && item.SubjectId == subject && item.State == DueState.Waiting)
            .ExecuteUpdateAsync(item => item.SetProperty(row => row.State, DueState.Done).SetProperty(row => row.SettledAt, now), cancellationToken);
    }

    private static Task<bool> IsOpenAsync(OutreachDb db, ImportId id, CancellationToken cancellationToken) =>
        db.Set<ContactImport>().AnyAsync(import => import.Id == id && import.FinishedAt == null, cancellationToken);
}
