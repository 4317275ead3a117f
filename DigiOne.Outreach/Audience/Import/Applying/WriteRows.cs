using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Audience.Import;

/// <summary>Stores what judged rows change, with a handful of statements, inside the caller's transaction.</summary>
internal sealed class WriteRows(ContactImport import)
{
    /// <summary>Stores it; where somebody else was faster, the rows say afterwards what has become of them.</summary>
    internal async Task ExecuteAsync(OutreachDb db, JudgedRows rows, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (rows.Newcomers.ToList() is { Count: > 0 } newcomers)
        {
            var stored = await ContactStatements.InsertAsync(db, newcomers, now, cancellationToken);
            if (stored.Count < newcomers.Count)
                rows.Correct(row => row.Person == PersonResult.Created && !stored.Contains(row.Row.NormalAddress) ? row with { Person = PersonResult.Unchanged } : row);
        }

        if (rows.Changed.Any())
            await ContactStatements.UpdateAsync(db, rows.Changed, cancellationToken);
        // SQLite lets nobody write between judging and this.
        if (db.Engine == StorageEngine.Postgres)
            await KeepOutLateOnesAsync(db, rows, cancellationToken);
        await SubscribeAsync(db, rows, now, cancellationToken);
    }

    private async Task SubscribeAsync(OutreachDb db, JudgedRows rows, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ids = await IdsAsync(db, rows, cancellationToken);
        if (rows.All.Any(row => row.Joins && row.Known is null && !ids.ContainsKey(row.Row.NormalAddress)))
            throw new DbUpdateConcurrencyException("Somebody of these rows was erased while they were stored.");
        var joining = rows.All.Where(row => row.Joins).Select(row => (Person: row.Known ?? ids[row.Row.NormalAddress], row.Row.Line)).ToList();
        if (joining.Count == 0)
            return;
        var added = await ContactStatements.SubscribeAsync(db, import.ListId, import.Options.Way, now, joining.Select(row => row.Person), cancellationToken);
        await ContactStatements.NoteAsync(
            db, import.ListId, import.Options.Way, now,
            joining.Where(row => added.Contains(row.Person.Value)).Select(row => (row.Person, import.Options.Evidence(row.Line))), cancellationToken);
        if (added.Count < joining.Count)
            rows.Correct(row => row.Joins && !added.Contains((row.Known ?? ids[row.Row.NormalAddress]).Value)
                ? row with { Membership = MembershipResult.Already }
                : row);
    }

    private static async Task<Dictionary<string, ContactId>> IdsAsync(OutreachDb db, JudgedRows rows, CancellationToken cancellationToken)
    {
        var newcomers = rows.All.Where(row => row.Joins && row.Known is null).Select(row => row.Row.NormalAddress).ToArray();
        return newcomers.Length == 0
            ? []
            : await db.Set<Contact>().Where(contact => EF.Parameter(newcomers).Contains(contact.NormalAddress))
                .Select(contact => new { contact.NormalAddress, contact.Id })
                .ToDictionaryAsync(contact => contact.NormalAddress, contact => contact.Id, cancellationToken);
    }

    // Who left everything, or whose mail bounced, since the rows were judged is found now; a contact that was made for them goes again.
    private static async Task KeepOutLateOnesAsync(OutreachDb db, JudgedRows rows, CancellationToken cancellationToken)
    {
        var joining = rows.All.Where(row => row.Joins).Select(row => row.Row.NormalAddress).ToArray();
        var late = await KeptOut.SuppressedAsync(db, joining, cancellationToken);
        if (late.Count == 0)
            return;
        var made = rows.Newcomers.Select(contact => contact.NormalAddress).Where(late.Contains).ToArray();
        await db.Set<Contact>().Where(contact => EF.Parameter(made).Contains(contact.NormalAddress)).ExecuteDeleteAsync(cancellationToken);
        rows.Correct(row => !late.Contains(row.Row.NormalAddress) ? row : row with
        {
            Membership = MembershipResult.Suppressed,
            Person = row.Person == PersonResult.Created ? PersonResult.None : row.Person,
        });
    }
}
