using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Audience.Import;

/// <summary>
/// Reads a file, judges its rows and puts them beside in the order of their addresses, which changes nothing for anybody. Sorted,
/// the same address twice stands side by side, and applying them walks along each index instead of jumping about in it.
/// </summary>
internal sealed class StageImport(
    IDbContextFactory<OutreachDb> databases, ContactAttributes attributes, IOptions<OrganisationOptions> organisation, IOptions<StorageOptions> storage,
    TimeProvider clock)
{
    private const int RowsBetweenLooks = 1_000;

    /// <summary>Stages the file; afterwards the import is being applied, or refused.</summary>
    /// <exception cref="ImportEndedException">It is somebody else's by now, or was called off.</exception>
    internal async Task ExecuteAsync(ImportRun run, ImportOptions options, Stream csv, CancellationToken cancellationToken)
    {
        await using var db = databases.CreateDbContext();
        await ForgetAsync(db, run, cancellationToken);
        try
        {
            using var file = await SpooledFile.OfAsync(csv, options, storage, cancellationToken);
            await StageAsync(db, run, options, file, cancellationToken);
        }
        catch (FileRefusedException refusal)
        {
            await ForgetAsync(db, run, cancellationToken);
            ImportRun.Check(await run.Mine(db).ExecuteUpdateAsync(
                import => import.SetProperty(row => row.State, ImportState.Refused).SetProperty(row => row.Fault, refusal.Fault)
                    .SetProperty(row => row.FinishedAt, clock.GetUtcNow()),
                cancellationToken));
        }
    }

    private async Task StageAsync(OutreachDb db, ImportRun run, ImportOptions options, SpooledFile file, CancellationToken cancellationToken)
    {
        var folder = storage.Value.DataFolder;
        using var people = new SortedRows(folder);
        using var refusals = new SortedRows(folder);
        var sheet = new ContactSheet(file, options, organisation.Value.Languages.AsReadOnly(), attributes.All);
        var (_, bytes) = file.Progress;
        ImportRun.Check(await run.Mine(db).ExecuteUpdateAsync(
            import => import.SetProperty(row => row.State, ImportState.Reading).SetProperty(row => row.Bytes, bytes).SetProperty(row => row.Encoding, file.EncodingName),
            cancellationToken));
        var rows = await ReadAsync(db, run, file, sheet, people, refusals, cancellationToken);
        var batches = await PutBesideAsync(db, run, options, sheet, people, refusals, cancellationToken);
        await FinishAsync(db, run, options, sheet, rows, batches, refusals, cancellationToken);
    }

    private static async Task<int> ReadAsync(
        OutreachDb db, ImportRun run, SpooledFile file, ContactSheet sheet, SortedRows people, SortedRows refusals, CancellationToken cancellationToken)
    {
        using var form = new StagedRows();
        var rows = 0;
        foreach (var row in sheet.Read(cancellationToken))
        {
            if (row.Contact is { } contact)
                people.Add(new SortedRow(contact.NormalAddress, contact.Line, form.Write(contact)));
            else
                refusals.Add(RefusedRows.ToSorted(row.Refused!));
            if (++rows % RowsBetweenLooks != 0)
                continue;
            var (done, of) = file.Progress;
            run.Tell(ImportStep.Reading, done, of);
            if (run.IsTimeForSign)
                await run.SignAsync(db, done, cancellationToken);
        }

        return rows;
    }

    /// <returns>How many batches were written.</returns>
    private async Task<int> PutBesideAsync(
        OutreachDb db, ImportRun run, ImportOptions options, ContactSheet sheet, SortedRows people, SortedRows refusals, CancellationToken cancellationToken)
    {
        var writer = new StagedBatches(run, db, clock, people.Count);
        var (last, first) = ("", 0);
        foreach (var row in people.InOrder())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (row.Key == last)
            {
                refusals.Add(RefusedRows.ToSorted(Repetition(sheet, row, first)));
                continue;
            }

            (last, first) = (row.Key, row.Line);
            // Nothing of the file will be imported: the rest is only looked through for more faults.
            if (refusals.Count == 0 || options.OnError == BadRows.Skip)
                await writer.AddAsync(row.Json, cancellationToken);
        }

        return await writer.EndAsync(cancellationToken);
    }

    private async Task FinishAsync(
        OutreachDb db, ImportRun run, ImportOptions options, ContactSheet sheet, int rows, int batches, SortedRows refusals, CancellationToken cancellationToken)
    {
        var number = 0;
        foreach (var chunk in refusals.InOrder().Chunk(ImportRefusals.Size))
        {
            db.Add(new ImportRefusals { ImportId = run.Id, Number = ++number, Rows = [.. chunk.Select(row => RefusedRows.FromSorted(row))] });
            await db.SaveChangesAsync(cancellationToken);
            db.ChangeTracker.Clear();
            if (run.IsTimeForSign)
                await run.SignAsync(db, 0, cancellationToken);
        }

        var isRefused = refusals.Count > 0 && options.OnError == BadRows.Refuse;
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        ImportRun.Check(await run.Mine(db).ExecuteUpdateAsync(
            import => import.SetProperty(row => row.State, isRefused ? ImportState.Refused : ImportState.Applying)
                .SetProperty(row => row.FinishedAt, isRefused ? now : null)
                .SetProperty(row => row.RunsUntil, now + ImportRun.Lease)
                .SetProperty(row => row.BytesRead, row => row.Bytes)
                .SetProperty(row => row.Rows, rows).SetProperty(row => row.Refused, refusals.Count).SetProperty(row => row.Batches, batches)
                .SetProperty(row => row.IgnoredColumns, sheet.Columns!.Ignored),
            cancellationToken));
        await db.Set<ImportPart>().Where(part => part.ImportId == run.Id).ExecuteDeleteAsync(cancellationToken);
        if (isRefused)
            await db.Set<ImportBatch>().Where(batch => batch.ImportId == run.Id).ExecuteDeleteAsync(cancellationToken);
        else if (!await db.Set<DueItem>().AnyAsync(item => item.Kind == ContactImport.DueKind && item.SubjectId == run.Id.Value, cancellationToken))
            db.Add(new DueItem
            {
                // Whoever serves carries it on from here if this process ends.
                Kind = ContactImport.DueKind,
                SubjectId = run.Id.Value,
                DueAt = now,
                LateLimit = TimeSpan.Zero,
                TakenUntil = now + ImportRun.Lease,
            });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }

    private static RefusedRow Repetition(ContactSheet sheet, SortedRow row, int first) => new(
        row.Line,
        [
            RowCells.Fault(
                sheet.Columns!.HeadingOf(Field.Address), StagedRows.Read($"[{row.Json}]")[0].Address, CellFaultKind.SameAddress,
                $"The same address stands on line {first}; the first counts.", $"{first}"),
        ]);

    // What a try that was cut off has put beside.
    private static async Task ForgetAsync(OutreachDb db, ImportRun run, CancellationToken cancellationToken)
    {
        await db.Set<ImportBatch>().Where(batch => batch.ImportId == run.Id).ExecuteDeleteAsync(cancellationToken);
        await db.Set<ImportRefusals>().Where(refusals => refusals.ImportId == run.Id).ExecuteDeleteAsync(cancellationToken);
    }
}
