using DigiOne.Outreach.Editing;
using DigiOne.Outreach.Problems;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Audience;

/// <summary>Makes, edits and deletes segments. Bad input is refused whole.</summary>
internal sealed class SaveSegment(OutreachDb db, SegmentFields fields, IEnumerable<ISegmentUse> uses, TimeProvider clock)
{
    /// <summary>Makes one.</summary>
    internal async Task<SaveOutcome<SegmentId>> CreateAsync(SegmentDraft draft, CancellationToken cancellationToken)
    {
        var problems = new List<FieldProblem>();
        if (!ListKey.IsValid(draft.Key))
            problems.Add(new FieldProblem("key", ProblemKind.Malformed, $"A segment's key is {ListKey.Rule}."));
        else if (await db.Set<Segment>().AnyAsync(segment => segment.Key == draft.Key, cancellationToken))
            problems.Add(FieldProblem.Taken("key", "a segment", draft.Key));
        if (await CheckAsync(draft, problems, cancellationToken) is not { } filter)
            return new SaveOutcome<SegmentId>.Refused(problems);

        var now = clock.GetUtcNow();
        var made = new Segment { Key = draft.Key, Name = CleanText.Of(draft.Name), Filter = Text(filter), CreatedAt = now, EditedAt = now };
        db.Add(made);
        return await db.KeepAsync(made, cancellationToken);
    }

    /// <summary>Keeps an edit. The key stays, and so do mailings that are scheduled with the segment as it was.</summary>
    /// <param name="id">Of which segment.</param>
    /// <param name="revision">The revision that was edited; null overwrites whatever stands.</param>
    /// <param name="draft">The whole segment as it is to be.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<SaveOutcome<SegmentId>> EditAsync(SegmentId id, int? revision, SegmentDraft draft, CancellationToken cancellationToken)
    {
        var segment = await db.Set<Segment>().SingleOrDefaultAsync(segment => segment.Id == id, cancellationToken);
        if (!segment.MayBeEdited(revision, out var refusal))
            return refusal;
        var problems = new List<FieldProblem>();
        if (await CheckAsync(draft, problems, cancellationToken) is not { } filter)
            return new SaveOutcome<SegmentId>.Refused(problems);

        (segment.Name, segment.Filter, segment.EditedAt) = (CleanText.Of(draft.Name), Text(filter), clock.GetUtcNow());
        return await db.KeepAsync(segment, cancellationToken);
    }

    /// <summary>Deletes one that nothing draws on any more.</summary>
    internal async Task<SaveOutcome<SegmentId>> DeleteAsync(SegmentId id, CancellationToken cancellationToken)
    {
        foreach (var use in uses)
            if (await use.IsUsedAsync(id, cancellationToken))
                return new SaveOutcome<SegmentId>.Settled();
        return await db.Set<Segment>().Where(segment => segment.Id == id).ExecuteDeleteAsync(cancellationToken) == 0
            ? new SaveOutcome<SegmentId>.Missing()
            : new SaveOutcome<SegmentId>.Saved(id, 0);
    }

    private static string Text(SegmentFilter filter) => SegmentJson.Write(filter).ToJsonString();

    private async Task<SegmentFilter?> CheckAsync(SegmentDraft draft, List<FieldProblem> problems, CancellationToken cancellationToken)
    {
        problems.AddRange(FieldProblem.OfLine("name", "The name", CleanText.Of(draft.Name)));
        var filter = await fields.CheckAsync(draft.Filter, problems, cancellationToken);
        return problems.Count > 0 ? null : filter;
    }
}

/// <summary>The port through which a slice says that it draws on a segment: it is not deleted then.</summary>
internal interface ISegmentUse
{
    /// <summary>Whether something that is still to happen names it.</summary>
    Task<bool> IsUsedAsync(SegmentId id, CancellationToken cancellationToken);
}
