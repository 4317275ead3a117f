using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Audience.Import;
using DigiOne.Outreach.Identity;
using DigiOne.Outreach.Sheets;
using DigiOne.Outreach.Web.Components;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace DigiOne.Outreach.Web.Admin.Audience;

/// <summary>Handing in a file of contacts, watching its import, and its report; exports of contacts.</summary>
internal static class ImportPages
{
    internal const string Path = "/admin/audience/import";

    /// <summary>Name of the progress in the updates.</summary>
    internal const string ProgressId = "import";

    // The form around the file.
    private const int Wrapping = 64 * 1024;

    internal static void Map(IEndpointRouteBuilder endpoints)
    {
        var page = endpoints.MapGroup(Path).RequireAuthorization(Policies.Communicate);
        page.MapGet("", () => Show(""));
        // The token is checked here, before the file is read (see ImportForm).
        page.MapPost("", TakeAsync).DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(MaxBytes + Wrapping));
        var imports = endpoints.MapGroup("/admin/audience/imports/{id:guid}").RequireAuthorization(Policies.Communicate);
        imports.MapGet("/events", (Guid id, string? seen, FindImports find, LiveStream stream, CancellationToken cancellationToken) =>
            TypedResults.ServerSentEvents(stream.WatchAsync(async token => Update(await find.OneAsync(new(id), token), seen), cancellationToken)));
        imports.MapGet("/report.csv", async (Guid id, FindImports find, WriteImportReport report, CancellationToken cancellationToken) =>
            await find.OneAsync(new(id), cancellationToken) is null
                ? (IResult)TypedResults.NotFound()
                : TypedResults.Stream(stream => report.ExecuteAsync(new(id), stream, cancellationToken), SheetFile.ContentType, "import-report.csv"));
        endpoints.MapGet("/admin/audience/export", ExportAsync).RequireAuthorization(Policies.Communicate);
    }

    /// <summary>The most bytes that a page takes; the command line takes more.</summary>
    internal const long MaxBytes = 128 * 1024 * 1024;

    /// <summary>The page of an import.</summary>
    internal static string Href(ImportId id) => $"/admin/audience/imports/{id.Value}";

    /// <summary>Where to listen from a page that shows it in this state.</summary>
    internal static string EventsHref(ContactImport import) => $"{Href(import.Id)}/events?seen={import.State}";

    private static async Task<IResult> TakeAsync(HttpContext context, IAntiforgery antiforgery, BeginImport begin, CancellationToken cancellationToken)
    {
        if (await new ImportForm(antiforgery).ReadAsync(context) is not { } form)
            return TypedResults.BadRequest();

        var list = form.Fields.GetValueOrDefault("list", "");
        if (list.Length == 0 || form.File is null)
            return Show(list, isTried: true, noFile: form.File is null);
        var options = new ImportOptions { FileName = form.FileName, Member = context.User.Identity?.Name, MaxBytes = MaxBytes };
        return await begin.KeepAsync(form.File, list, options, cancellationToken) switch
        {
            BegunImport.Kept kept => TypedResults.LocalRedirect(Href(kept.Id)),
            BegunImport.Refused refused => Show(list, refused.Reason),
            var other => throw new InvalidOperationException(other.ToString()),
        };
    }

    private static async Task<IResult> ExportAsync(ExportContacts export, Lists lists, CancellationToken cancellationToken, string? list = null)
    {
        if (string.IsNullOrEmpty(list))
            return TypedResults.Stream(stream => export.AllAsync(stream, SheetSeparator.Semicolon, cancellationToken), SheetFile.ContentType, "contacts.csv");
        return await lists.FindAsync(list, cancellationToken) is { } found
            ? TypedResults.Stream(stream => export.OfListAsync(stream, found.Id, SheetSeparator.Semicolon, cancellationToken), SheetFile.ContentType, $"{found.Key}.csv")
            : TypedResults.NotFound();
    }

    // In another state the page shows other things, and loads itself anew.
    private static LiveUpdate Update(ContactImport? import, string? seen)
    {
        var (done, of) = import?.Progress ?? (0, 1);
        return new(
            new Dictionary<string, string> { [$"{ProgressId}-text"] = Display.Progress(done, of) },
            new Dictionary<string, long> { [ProgressId] = done },
            Done: import?.State.ToString() != seen);
    }

    private static RazorComponentResult<ImportPage> Show(string list, ImportResult? result = null, bool isTried = false, bool noFile = false) =>
        new(new Dictionary<string, object?>
        {
            [nameof(ImportPage.List)] = list,
            [nameof(ImportPage.Result)] = result,
            [nameof(ImportPage.IsTried)] = isTried,
            [nameof(ImportPage.LacksFile)] = noFile,
        });
}
