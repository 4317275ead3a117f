using System.Text;
using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Audience.Import;

/// <summary>Puts rows beside in batches, some batches in a transaction.</summary>
internal sealed class StagedBatches(ImportRun run, OutreachDb db, TimeProvider clock, int rows)
{
    private readonly RangeSize _range = new(db.Engine);
    private readonly StringBuilder _batch = new("[");
    private readonly List<ImportBatch> _pending = [];
    private int _inBatch;
    private int _written;
    private int _number;

    /// <summary>Adds a row.</summary>
    internal async Task AddAsync(string json, CancellationToken cancellationToken)
    {
        if (_inBatch > 0)
            _batch.Append(',');
        _batch.Append(json);
        if (++_inBatch < ImportBatch.Size)
            return;
        Close();
        if (_pending.Count * ImportBatch.Size >= _range.Rows)
            await WriteAsync(cancellationToken);
    }

    /// <summary>Writes what is left.</summary>
    /// <returns>How many batches there are.</returns>
    internal async Task<int> EndAsync(CancellationToken cancellationToken)
    {
        if (_inBatch > 0)
            Close();
        if (_pending.Count > 0)
            await WriteAsync(cancellationToken);
        return _number;
    }

    private void Close()
    {
        _pending.Add(new ImportBatch { ImportId = run.Id, Number = ++_number, Rows = _batch.Append(']').ToString() });
        _batch.Clear().Append('[');
        _written += _inBatch;
        _inBatch = 0;
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            var started = clock.GetTimestamp();
            db.AddRange(_pending);
            await db.SaveChangesAsync(cancellationToken);
            if (run.IsTimeForSign)
                await run.SignAsync(db, 0, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            _range.Note(clock.GetElapsedTime(started));
        }

        db.ChangeTracker.Clear();
        _pending.Clear();
        run.Tell(ImportStep.Staging, _written, rows);
        await _range.LetOthersInAsync(cancellationToken);
    }
}
