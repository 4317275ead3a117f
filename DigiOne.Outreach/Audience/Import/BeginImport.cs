using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Audience.Import;

/// <summary>Keeps a file in the database, where every node finds it, and has whoever serves import it when somebody says so.</summary>
internal sealed class BeginImport(
    IDbContextFactory<OutreachDb> databases, Lists lists, TidyImports tidy, IOptions<OrganisationOptions> organisation, TimeProvider clock)
{
    /// <summary>Keeps a file as a draft.</summary>
    /// <param name="csv">The file's bytes; read once, to the end, and not closed.</param>
    /// <param name="listKey">The list that the contacts are to come on.</param>
    /// <param name="options">Choices and bounds.</param>
    /// <param name="cancellationToken">Gives up; nothing is kept.</param>
    internal async Task<BegunImport> KeepAsync(Stream csv, string listKey, ImportOptions options, CancellationToken cancellationToken)
    {
        if (await RefusalAsync(listKey, options, cancellationToken) is { } refusal)
            return new BegunImport.Refused(refusal);
        await tidy.ExecuteAsync(cancellationToken);
        var list = (await lists.FindAsync(listKey, cancellationToken))!;
        var import = new ContactImport { ListId = list.Id, State = ImportState.Draft, Options = options, Counts = new ImportCounts(), CreatedAt = clock.GetUtcNow() };
        await using var db = databases.CreateDbContext();
        db.Add(import);
        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
        try
        {
            var bytes = await StoredFile.KeepAsync(db, import.Id, csv, options.MaxBytes, cancellationToken);
            await db.Set<ContactImport>().Where(row => row.Id == import.Id).ExecuteUpdateAsync(row => row.SetProperty(i => i.Bytes, bytes), cancellationToken);
            return new BegunImport.Kept(import.Id);
        }
        catch (FileRefusedException refused)
        {
            await ForgetAsync(import.Id);
            return new BegunImport.Refused(new ImportResult.FileRefused(refused.Fault));
        }
        catch
        {
            await ForgetAsync(import.Id);
            throw;
        }
    }

    /// <summary>Has a draft, or one that was only tried, imported as soon as may be.</summary>
    /// <param name="id">Which.</param>
    /// <param name="options">The choices as they are now.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False where it has begun, is over, or its file is gone.</returns>
    internal async Task<bool> StartAsync(ImportId id, ImportOptions options, CancellationToken cancellationToken)
    {
        var (now, none) = (clock.GetUtcNow(), new ImportCounts());
        await using var db = databases.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var started = await db.Set<ContactImport>()
            .Where(import => import.Id == id && (import.State == ImportState.Draft || import.State == ImportState.Tried || import.State == ImportState.Refused)
                && db.Set<ImportPart>().Any(part => part.ImportId == id))
            .ExecuteUpdateAsync(
                import => import.SetProperty(row => row.State, ImportState.Waiting).SetProperty(row => row.Options, options).SetProperty(row => row.Counts, none)
                    .SetProperty(row => row.Applied, 0).SetProperty(row => row.Batches, 0).SetProperty(row => row.Rows, 0).SetProperty(row => row.Refused, 0)
                    .SetProperty(row => row.BytesRead, 0).SetProperty(row => row.Fault, (FileFault?)null)
                    .SetProperty(row => row.FinishedAt, (DateTimeOffset?)null).SetProperty(row => row.RunsUntil, (DateTimeOffset?)null),
                cancellationToken);
        if (started == 0)
            return false;
        await db.Set<DueItem>().Where(item => item.Kind == ContactImport.DueKind && item.SubjectId == id.Value).ExecuteDeleteAsync(cancellationToken);
        db.Add(new DueItem { Kind = ContactImport.DueKind, SubjectId = id.Value, DueAt = now, LateLimit = TimeSpan.Zero });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Keeps other choices for one that has not begun, so that its file is shown by them.</summary>
    internal async Task ChooseAsync(ImportId id, ImportOptions options, CancellationToken cancellationToken)
    {
        await using var db = databases.CreateDbContext();
        await db.Set<ContactImport>().Where(import => import.Id == id && (import.State == ImportState.Draft || import.State == ImportState.Tried || import.State == ImportState.Refused))
            .ExecuteUpdateAsync(import => import.SetProperty(row => row.Options, options), cancellationToken);
    }

    /// <summary>What stands against an import before its file is looked at; null for nothing.</summary>
    internal async Task<ImportResult?> RefusalAsync(string listKey, ImportOptions options, CancellationToken cancellationToken)
    {
        var languages = organisation.Value.Languages;
        if (options.Language is { } language && LanguageNames.Find(language, languages) is null)
            return new ImportResult.RequestRefused($"\"{language}\" is none of the languages {string.Join(", ", languages)}.");
        // A mistyped key makes no list: it would take people away from the one that was meant.
        return await lists.FindAsync(listKey, cancellationToken) is null
            ? new ImportResult.ListUnknown(listKey, [.. (await lists.NamesAsync(cancellationToken)).Select(known => known.Key)])
            : null;
    }

    private async Task ForgetAsync(ImportId id)
    {
        await using var db = databases.CreateDbContext();
        await db.Set<ContactImport>().Where(import => import.Id == id).ExecuteDeleteAsync(CancellationToken.None);
    }
}

/// <summary>What came of handing in a file.</summary>
internal abstract record BegunImport
{
    private BegunImport()
    {
    }

    /// <summary>It is kept.</summary>
    internal sealed record Kept(ImportId Id) : BegunImport;

    /// <summary>It is not, for this reason.</summary>
    internal sealed record Refused(ImportResult Reason) : BegunImport;
}
