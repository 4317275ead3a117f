using System.Data;
using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Audience.Import;

/// <summary>
/// Applies the rows that were put beside, in ranges of batches, each its own transaction with the place it reached: whoever goes on
/// after a crash begins where the last range ended.
/// </summary>
internal sealed partial class ApplyImport(
    IDbContextFactory<OutreachDb> databases, IOptions<OrganisationOptions> organisation, KeptOut keptOut, TimeProvider clock, ILogger<ApplyImport> logger)
{
    private const int MostTries = 5;

    /// <summary>Applies what is left; afterwards the import is over.</summary>
    /// <exception cref="ImportEndedException">It is somebody else's by now, or was called off.</exception>
    internal async Task ExecuteAsync(ImportRun run, CancellationToken cancellationToken)
    {
        await using var db = databases.CreateDbContext();
        var import = await run.Mine(db).AsNoTracking().SingleOrDefaultAsync(cancellationToken) ?? throw new ImportEndedException();
        var language = import.Options.Language is { } said ? LanguageNames.Find(said, organisation.Value.Languages) : null;
        var judge = new JudgeRows(import, language ?? organisation.Value.Languages[0], keptOut);
        var range = new RangeSize(db.Engine);
        var (applied, counts) = (import.Applied, import.Counts);
        var batches = await LoadAsync(db, import, applied, range, cancellationToken);
        while (batches.Count > 0)
        {
            run.Tell(ImportStep.Applying, (long)applied * ImportBatch.Size, import.Rows - import.Refused);
            counts += await TryRangeAsync(db, run, import, judge, applied, counts, batches, range, cancellationToken);
            applied = batches[^1].Number;
            var gap = range.LetOthersInAsync(cancellationToken);
            batches = await LoadAsync(db, import, applied, range, cancellationToken);
            await gap;
        }

        ImportRun.Check(await run.Mine(db).ExecuteUpdateAsync(
            row => row.SetProperty(i => i.State, import.Options.IsTrial ? ImportState.Tried : ImportState.Imported).SetProperty(i => i.FinishedAt, clock.GetUtcNow()),
            cancellationToken));
        run.Tell(ImportStep.Applying, import.Rows - import.Refused, import.Rows - import.Refused);
        Log.Imported(logger, import.Id.Value, import.Rows, import.ListId.Value, counts.Created, counts.Subscribed, counts.KeptOut, import.Refused);
    }

    private static async Task<List<(int Number, List<ContactRow> Rows)>> LoadAsync(
        OutreachDb db, ContactImport import, int after, RangeSize range, CancellationToken cancellationToken)
    {
        var most = after + Math.Max(1, range.Rows / ImportBatch.Size);
        var batches = await db.Set<ImportBatch>().AsNoTracking()
            .Where(batch => batch.ImportId == import.Id && batch.Number > after && batch.Number <= most).OrderBy(batch => batch.Number)
            .Select(batch => new { batch.Number, batch.Rows }).ToListAsync(cancellationToken);
        return [.. batches.Select(batch => (batch.Number, StagedRows.Read(batch.Rows!)))];
    }

    // Two imports, or an import and somebody who is erased, may want the same rows of PostgreSQL.
    private async Task<ImportCounts> TryRangeAsync(
        OutreachDb db, ImportRun run, ContactImport import, JudgeRows judge, int applied, ImportCounts counts, List<(int Number, List<ContactRow> Rows)> batches,
        RangeSize range, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
            try
            {
                return await ApplyRangeAsync(db, run, import, judge, applied, counts, batches, range, cancellationToken);
            }
            catch (Exception failure) when (tries < MostTries && DatabaseFailure.IsOfOthers(failure))
            {
                db.ChangeTracker.Clear();
                Log.Again(logger, import.Id.Value, failure);
            }
    }

    /// <returns>The account of this range.</returns>
    private async Task<ImportCounts> ApplyRangeAsync(
        OutreachDb db, ImportRun run, ContactImport import, JudgeRows judge, int applied, ImportCounts counts, List<(int Number, List<ContactRow> Rows)> batches,
        RangeSize range, CancellationToken cancellationToken)
    {
        var rows = batches.SelectMany(batch => batch.Rows).ToList();
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        var started = clock.GetTimestamp();
        var last = batches[^1].Number;
        // The import's row first: who slept past its time, and whoever calls it off, wait here.
        ImportRun.Check(await run.Mine(db).Where(row => row.Applied == applied).ExecuteUpdateAsync(
            row => row.SetProperty(i => i.Applied, last).SetProperty(i => i.RunsUntil, now + ImportRun.Lease), cancellationToken));
        var judged = await judge.ExecuteAsync(db, rows, now, cancellationToken);
        if (!import.Options.IsTrial)
            await new WriteRows(import).ExecuteAsync(db, judged, now, cancellationToken);
        var found = judged.Count();
        var sum = counts + found;
        await run.Mine(db).ExecuteUpdateAsync(row => row.SetProperty(i => i.Counts, sum), cancellationToken);
        await ContactStatements.KeepResultsAsync(db, import.Id, Results(batches, judged), cancellationToken);
        await run.SignAsync(db, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        range.Note(clock.GetElapsedTime(started));
        return found;
    }

    private static IEnumerable<(int Number, string Results)> Results(List<(int Number, List<ContactRow> Rows)> batches, JudgedRows judged)
    {
        var start = 0;
        foreach (var (number, rows) in batches)
        {
            yield return (number, RowResult.Write(judged.All.Skip(start).Take(rows.Count).Select(row => row.Result)));
            start += rows.Count;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Information,
            Message = "Import {Import} of {Rows} rows onto list {List}: {Created} new contacts, {Subscribed} subscribed, {KeptOut} kept out, {Refused} refused")]
        internal static partial void Imported(ILogger logger, Guid import, int rows, Guid list, int created, int subscribed, int keptOut, int refused);

        [LoggerMessage(Level = LogLevel.Information, Message = "A range of import {Import} met somebody else's transaction and begins anew")]
        internal static partial void Again(ILogger logger, Guid import, Exception failure);
    }
}
