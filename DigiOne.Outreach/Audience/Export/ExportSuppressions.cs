using DigiOne.Outreach.Sheets;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Audience;

/// <summary>Writes all suppressed addresses as a table for spreadsheets, a line for each reason, page by page.</summary>
internal sealed class ExportSuppressions(IDbContextFactory<OutreachDb> databases)
{
    private const int PageSize = 2_000;

    internal async Task ExecuteAsync(Stream to, SheetSeparator separator, CancellationToken cancellationToken)
    {
        await using var db = databases.CreateDbContext();
        await using var sheet = SheetFile.Write(to, separator);
        await sheet.WriteRecordAsync(["email", "reason", "since", "source", "by", "note"], cancellationToken);
        var after = "";
        while (await PageAsync(db, after, cancellationToken) is { Count: > 0 } page)
        {
            foreach (var row in page)
                foreach (var (reason, cause) in row.Causes)
                    await sheet.WriteRecordAsync(
                        [row.NormalAddress, reason.ToString(), ExportContacts.Time(cause.Since), cause.Source.ToString(), cause.By ?? "", cause.Note ?? ""], cancellationToken);
            after = page[^1].NormalAddress;
        }
    }

    private static Task<List<Suppression>> PageAsync(OutreachDb db, string after, CancellationToken cancellationToken) =>
        db.Set<Suppression>().AsNoTracking().Where(row => row.NormalAddress.CompareTo(after) > 0).OrderBy(row => row.NormalAddress).Take(PageSize)
            .ToListAsync(cancellationToken);
}
