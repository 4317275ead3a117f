using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Audience.Import;
using DigiOne.Outreach.Sheets;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace DigiOne.Outreach.Web.Api;

/// <summary>Imports and exports of people.</summary>
internal static class ImportsApi
{
    private const int LongestWait = 60;
    private const int UsualWait = 20;
    private const int Latest = 50;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    internal static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/contacts/import", ImportAsync).WithTags("Contacts")
            .Accepts<Stream>("text/csv", "application/octet-stream", "text/plain")
            .WithMetadata(new RequestSizeLimitAttribute(new ImportOptions().MaxBytes))
            .Writes<ImportAnswer>("importContacts", "Take the people of a CSV file onto a list that there is; refused rows are said one by one. What takes longer than wait seconds is answered by 202 and goes on")
            .Produces<ImportStateAnswer>(StatusCodes.Status202Accepted);
        api.MapGet("/contacts/export", ExportAsync).WithTags("Contacts")
            .Reads<string>("exportContacts", "All people, or those who are or were on a list, as CSV that an import reads again");
        api.MapGet("/contacts/suppressions/export", ExportSuppressionsAsync).WithTags("Contacts")
            .Reads<string>("exportSuppressions", "All addresses that mail is kept from, as CSV");
        var imports = api.MapGroup("/imports").WithTags("Imports");
        imports.MapGet("", ListAsync).Reads<ImportStateAnswer[]>("listImports", "The latest imports, the newest first");
        imports.MapGet("/{id:guid}", ShowAsync).Reads<ImportStateAnswer>("getImport", "How far an import is, and its account so far");
        imports.MapGet("/{id:guid}/report", ReportAsync).Reads<string>("getImportReport", "What became of every row of its file, as CSV");
        imports.MapPost("/{id:guid}/cancel", CancelAsync).Writes<ImportStateAnswer>("cancelImport", "Call an import off; what was imported by then stays");
    }

    private static async Task<IResult> ImportAsync(
        string list, Stream csv, BeginImport begin, FindImports find, ClaimsPrincipal caller, TimeProvider clock, CancellationToken cancellationToken,
        Word<BadRows>? onError = null, Word<KnownContacts>? existing = null, string? language = null, Word<CsvEncoding>? encoding = null,
        string? fileName = null, bool dryRun = false, [FromQuery] string[]? map = null, [Range(0, LongestWait)] int wait = UsualWait)
    {
        if (map?.FirstOrDefault(said => said.LastIndexOf('=') < 1) is { } wrong)
            return Refused($"map={wrong}: write HEADING=FIELD.", []);
        var options = new ImportOptions
        {
            OnError = onError?.Value ?? BadRows.Refuse,
            Existing = existing?.Value ?? KnownContacts.Update,
            Language = language,
            Encoding = encoding?.Value ?? CsvEncoding.Auto,
            Columns = (map ?? []).GroupBy(said => said[..said.LastIndexOf('=')].Trim())
                .ToDictionary(said => said.Key, said => said.Last()[(said.Last().LastIndexOf('=') + 1)..].Trim()),
            IsTrial = dryRun,
            FileName = fileName,
            ApiToken = caller.Identity?.Name,
        };
        switch (await begin.KeepAsync(csv, list, options, cancellationToken))
        {
            case BegunImport.Kept kept:
                await begin.StartAsync(kept.Id, options, cancellationToken);
                return await WaitAsync(find, kept.Id, options, clock, TimeSpan.FromSeconds(wait), cancellationToken);
            case BegunImport.Refused refused:
                return Answer(refused.Reason);
            case var other:
                throw new InvalidOperationException(other.ToString());
        }
    }

    // Most files are imported within a second: who hands one in need not ask again.
    private static async Task<IResult> WaitAsync(
        FindImports find, ImportId id, ImportOptions options, TimeProvider clock, TimeSpan wait, CancellationToken cancellationToken)
    {
        var begun = clock.GetTimestamp();
        while (true)
        {
            var import = (await find.OneAsync(id, cancellationToken))!;
            if (!import.IsMoving)
                return Answer(await find.ResultAsync(id, options.MaxReportedRows, cancellationToken));
            if (clock.GetElapsedTime(begun) >= wait)
                return TypedResults.Accepted($"/api/v1/imports/{id.Value}", ImportStateAnswer.Of(import));
            await Task.Delay(Pause, clock, cancellationToken);
        }
    }

    private static IResult Answer(ImportResult result) => result switch
    {
        ImportResult.Imported imported => TypedResults.Ok(ImportAnswer.Of(imported)),
        ImportResult.RowsRefused rows => Refused(
            $"{rows.Refused.Count} of {rows.Rows} rows cannot be imported, so none was. With onError=skip the others are.",
            new() { ["import"] = rows.Id.Value, ["rows"] = rows.Rows, ["refused"] = rows.Refused.Count, ["refusedRows"] = rows.Refused.First }),
        ImportResult.FileRefused { Fault: var fault } => Refused(
            fault.Message, new() { ["kind"] = fault.Kind, ["line"] = fault.Line, ["byteOffset"] = fault.ByteOffset }),
        ImportResult.ListUnknown unknown => Refused($"{unknown.Message} POST /api/v1/lists makes one.", []),
        ImportResult.RequestRefused request => Refused(request.Message, []),
        var other => throw new InvalidOperationException(other.ToString()),
    };

    private static ProblemHttpResult Refused(string detail, Dictionary<string, object?> more) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status400BadRequest, title: "Nothing was imported", extensions: more);

    private static async Task<IResult> ListAsync(FindImports find, CancellationToken cancellationToken) =>
        TypedResults.Ok((await find.LatestAsync(Latest, cancellationToken)).Select(row => ImportStateAnswer.Of(row.Import)));

    private static async Task<IResult> ShowAsync(Guid id, FindImports find, CancellationToken cancellationToken) =>
        await find.OneAsync(new(id), cancellationToken) is { } import ? TypedResults.Ok(ImportStateAnswer.Of(import)) : ApiAnswers.Missing();

    private static async Task<IResult> ReportAsync(Guid id, FindImports find, WriteImportReport report, CancellationToken cancellationToken) =>
        await find.OneAsync(new(id), cancellationToken) is null
            ? ApiAnswers.Missing()
            : TypedResults.Stream(stream => report.ExecuteAsync(new(id), stream, cancellationToken), SheetFile.ContentType, "import-report.csv");

    private static async Task<IResult> CancelAsync(Guid id, FindImports find, CancelImport cancel, CancellationToken cancellationToken)
    {
        if (await find.OneAsync(new(id), cancellationToken) is null)
            return ApiAnswers.Missing();
        return await cancel.ExecuteAsync(new(id), cancellationToken)
            ? TypedResults.Ok(ImportStateAnswer.Of((await find.OneAsync(new(id), cancellationToken))!))
            : ApiAnswers.Conflict("It is over.");
    }

    private static async Task<IResult> ExportAsync(
        ExportContacts export, Lists lists, CancellationToken cancellationToken, string? list = null, Word<SheetSeparator>? separator = null)
    {
        ContactList? found = null;
        if (list is not null && (found = await lists.FindAsync(list, cancellationToken)) is null)
            return ApiAnswers.Missing();
        var between = separator?.Value ?? SheetSeparator.Semicolon;
        return TypedResults.Stream(
            stream => found is null ? export.AllAsync(stream, between, cancellationToken) : export.OfListAsync(stream, found.Id, between, cancellationToken),
            SheetFile.ContentType, $"{found?.Key ?? "contacts"}.csv");
    }

    private static PushStreamHttpResult ExportSuppressionsAsync(ExportSuppressions export, CancellationToken cancellationToken, Word<SheetSeparator>? separator = null) =>
        TypedResults.Stream(
            stream => export.ExecuteAsync(stream, separator?.Value ?? SheetSeparator.Semicolon, cancellationToken), SheetFile.ContentType, "suppressions.csv");
}

/// <summary>The account of an import.</summary>
internal sealed record ImportAnswer(
    Guid Id, string List, int Rows, int Created, int Updated, int Unchanged, int Subscribed, int AlreadySubscribed, int KeptOut, int Left, int Suppressed,
    int Refused, IReadOnlyList<RefusedRow> RefusedRows, IReadOnlyList<string> IgnoredColumns, string Encoding, bool DryRun)
{
    internal static ImportAnswer Of(ImportResult.Imported imported) => new(
        imported.Id.Value, imported.List.Key, imported.Counts.Rows, imported.Counts.Created, imported.Counts.Updated, imported.Counts.Unchanged,
        imported.Counts.Subscribed, imported.Counts.AlreadySubscribed, imported.Counts.KeptOut, imported.Counts.Left, imported.Counts.Suppressed,
        imported.Refused.Count, imported.Refused.First, imported.IgnoredColumns, imported.Encoding, imported.IsTrial);
}

/// <summary>How far an import is: <c>done</c> of <c>total</c> kilobytes while it reads, of rows while it applies them.</summary>
internal sealed record ImportStateAnswer(
    Guid Id, ImportState State, string? FileName, DateTimeOffset CreatedAt, DateTimeOffset? FinishedAt, long Done, long Total, int Rows, int Refused, ImportCounts Counts,
    FileFault? Fault)
{
    internal static ImportStateAnswer Of(ContactImport import) => new(
        import.Id.Value, import.State, import.Options.FileName, import.CreatedAt, import.FinishedAt, import.Progress.Done, import.Progress.Of, import.Rows,
        import.Refused, import.Counts, import.Fault);
}
