using System.Diagnostics.CodeAnalysis;
using DigiOne.Outreach.Problems;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Editing;

/// <summary>The way of every edit: none overwrites another unseen, and what is settled stays as it is.</summary>
internal static class Edits
{
    /// <summary>Says whether an edit may be made, or what stands against it.</summary>
    /// <param name="stored">What is to be edited; null where there is no such thing.</param>
    /// <param name="revision">The revision that was edited; null overwrites whatever stands.</param>
    /// <param name="refusal">What stands against it.</param>
    internal static bool MayBeEdited<TId>(
        [NotNullWhen(true)] this IEdited<TId>? stored, int? revision, [NotNullWhen(false)] out SaveOutcome<TId>? refusal)
    {
        refusal = stored switch
        {
            null => new SaveOutcome<TId>.Missing(),
            { IsSettled: true } => new SaveOutcome<TId>.Settled(),
            _ when revision is not null && revision != stored.Revision => new SaveOutcome<TId>.Outdated(),
            _ => null,
        };
        return refusal is null;
    }

    /// <summary>Keeps what was begun or edited, unless somebody else was faster.</summary>
    internal static async Task<SaveOutcome<TId>> KeepAsync<TId>(this OutreachDb db, IEdited<TId> edited, CancellationToken cancellationToken) =>
        await db.TrySaveAsync(edited, cancellationToken)
            ? new SaveOutcome<TId>.Saved(edited.Id, edited.Revision)
            : new SaveOutcome<TId>.Outdated();

    /// <summary>Keeps that it is scheduled, unless somebody else scheduled or edited it first.</summary>
    /// <param name="db">Holds all that scheduling adds.</param>
    /// <param name="settled">What is scheduled.</param>
    /// <param name="scheduled">What the outcome names.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal static async Task<ScheduleOutcome<TScheduled>> SettleAsync<TId, TScheduled>(
        this OutreachDb db, IEdited<TId> settled, TScheduled scheduled, CancellationToken cancellationToken) =>
        await db.TrySaveAsync(settled, cancellationToken)
            ? new ScheduleOutcome<TScheduled>.Scheduled(scheduled)
            : new ScheduleOutcome<TScheduled>.Settled();

    private static async Task<bool> TrySaveAsync<TId>(this OutreachDb db, IEdited<TId> changed, CancellationToken cancellationToken)
    {
        changed.Revision++;
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            return false;
        }
    }
}
