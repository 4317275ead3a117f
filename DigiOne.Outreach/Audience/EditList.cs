using DigiOne.Outreach.Editing;
using DigiOne.Outreach.Problems;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Audience;

/// <summary>Keeps an edit of a list. Its key stays: mails that are out name the list by it.</summary>
internal sealed class EditList(OutreachDb db)
{
    /// <summary>Keeps it.</summary>
    /// <param name="revision">The revision that was edited; null overwrites whatever stands.</param>
    /// <param name="draft">The whole list as it is to be, named by its key.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<SaveOutcome<ListId>> ExecuteAsync(int? revision, ListDraft draft, CancellationToken cancellationToken)
    {
        var list = await db.Set<ContactList>().SingleOrDefaultAsync(list => list.Key == draft.Key, cancellationToken);
        if (!list.MayBeEdited(revision, out var refusal))
            return refusal;

        var clean = draft.Clean();
        if (CheckList.Of(clean) is { Count: > 0 } problems)
            return new SaveOutcome<ListId>.Refused(problems);

        clean.Fill(list);
        return await db.KeepAsync(list, cancellationToken);
    }
}
