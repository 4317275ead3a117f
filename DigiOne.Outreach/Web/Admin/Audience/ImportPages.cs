using DigiOne.Outreach.Audience.Import;
using DigiOne.Outreach.Identity;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace DigiOne.Outreach.Web.Admin.Audience;

/// <summary>
/// Importing contacts from a CSV file. The answer to the form is the report itself: it is nowhere kept, and importing the
/// same file again changes nothing.
/// </summary>
internal static class ImportPages
{
    internal const string Path = "/admin/audience/import";

    // The form around the file.
    private const int Wrapping = 64 * 1024;

    internal static void Map(IEndpointRouteBuilder endpoints)
    {
        var page = endpoints.MapGroup(Path).RequireAuthorization(Policies.Communicate);
        page.MapGet("", () => Show(ImportRequest.Default));
        // The token is checked here, before the file is read (see ImportForm).
        page.MapPost("", TakeAsync).DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(ImportRequest.MaxBytes + Wrapping));
    }

    private static async Task<IResult> TakeAsync(HttpContext context, IAntiforgery antiforgery, ImportContacts import, CancellationToken cancellationToken)
    {
        if (await new ImportForm(antiforgery).ReadAsync(context) is not { } form)
            return TypedResults.BadRequest();

        var request = ImportRequest.From(form.Fields);
        if (request.List.Length == 0 || form.File is null)
            return Show(request, noFile: form.File is null);
        var options = request.Options with { FileName = form.FileName, Member = context.User.Identity?.Name };
        return Show(request, await import.RunAsync(form.File, request.List, options, cancellationToken));
    }

    private static RazorComponentResult<ImportPage> Show(ImportRequest request, ImportResult? result = null, bool noFile = false) =>
        new(new Dictionary<string, object?>
        {
            [nameof(ImportPage.Request)] = request,
            [nameof(ImportPage.Result)] = result,
            [nameof(ImportPage.IsTried)] = request != ImportRequest.Default || noFile,
            [nameof(ImportPage.LacksFile)] = noFile,
        });
}
