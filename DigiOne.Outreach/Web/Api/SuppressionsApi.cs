using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Audience.Import;
using Microsoft.AspNetCore.Mvc;

namespace DigiOne.Outreach.Web.Api;

/// <summary>Addresses that mail is kept from, and people who are to be forgotten.</summary>
internal static class SuppressionsApi
{
    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/suppressions", SearchAsync).WithTags("Suppressions")
            .Reads<SuppressionAnswer[]>("findSuppressions", "Suppressed addresses by their beginning and by reason, in the order of addresses; after names the last of the page before");
        api.MapGet("/suppressions/{address}", ShowAsync).WithTags("Suppressions").Reads<SuppressionAnswer>("getSuppression", "One address with all reasons for which it is suppressed");
        api.MapPut("/suppressions/{address}", EnterAsync).WithTags("Suppressions").Writes<SuppressionAnswer>("suppress", "Keep mail from an address; the first time for a reason keeps its date");
        api.MapDelete("/suppressions/{address}", LiftAsync).WithTags("Suppressions").Writes<LiftedAnswer>("liftSuppression", "Take one reason back, or all; lists that the person left stay left");
        api.MapPost("/suppressions/import", ImportAsync).WithTags("Suppressions")
            .Accepts<Stream>("text/csv", "application/octet-stream", "text/plain")
            .WithMetadata(new RequestSizeLimitAttribute(new ImportOptions().MaxBytes))
            .Writes<SuppressionsImportAnswer>("importSuppressions", "Keep mail from the addresses of a CSV file; rows that cannot be read are said one by one, the others count");
        api.MapDelete("/contacts/{id:long}", EraseAsync).WithTags("Contacts").Writes<ErasureAnswer>("eraseContact", "Forget a person; the receipt names nobody");
        api.MapGet("/erasures/{id:guid}", ReceiptAsync).WithTags("Contacts").Reads<ErasureAnswer>("getErasure", "The receipt of an erasure");
    }

    private static async Task<IResult> SearchAsync(
        FindSuppressions find, CancellationToken cancellationToken, string? beginning = null, Word<SuppressionReason>? reason = null, string? after = null,
        [Range(1, QueryRanges.LargestPage)] int limit = QueryRanges.PageSize) =>
        TypedResults.Ok((await find.ExecuteAsync(beginning ?? "", reason?.Value, after, limit, cancellationToken)).Select(SuppressionAnswer.Of).ToArray());

    private static async Task<IResult> ShowAsync(string address, FindSuppressions find, CancellationToken cancellationToken) =>
        !EnterSuppression.TryRead(Typed(address), out var normal, out var problem) ? ApiAnswers.Refused([problem])
        : await find.OneAsync(normal, cancellationToken) is { } found ? TypedResults.Ok(SuppressionAnswer.Of(found))
        : ApiAnswers.Missing();

    private static async Task<IResult> EnterAsync(
        string address, SuppressionRequest request, EnterSuppression enter, FindSuppressions find, ClaimsPrincipal caller, CancellationToken cancellationToken) =>
        await enter.ExecuteAsync(Typed(address), request.Reason, new SuppressionOrigin(SuppressionSource.Api, caller.Identity?.Name, request.Note), cancellationToken) switch
        {
            EnterOutcome.Refused refused => ApiAnswers.Refused(refused.Problems),
            EnterOutcome.Entered entered => TypedResults.Ok(SuppressionAnswer.Of((await find.OneAsync(entered.NormalAddress, cancellationToken))!)),
            var other => throw new InvalidOperationException(other.ToString()),
        };

    private static async Task<IResult> LiftAsync(
        string address, LiftSuppression lift, CancellationToken cancellationToken, Word<SuppressionReason>? reason = null)
    {
        if (!EnterSuppression.TryRead(Typed(address), out var normal, out var problem))
            return ApiAnswers.Refused([problem]);
        var lifted = await lift.ExecuteAsync(normal, reason?.Value, cancellationToken);
        return lifted == 0 ? ApiAnswers.Missing() : TypedResults.Ok(new LiftedAnswer(lifted));
    }

    // A path keeps this letter as it was escaped, and mailboxes may have it.
    private static string Typed(string address) => address.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private static async Task<IResult> ImportAsync(
        Stream csv, ImportSuppressions import, ClaimsPrincipal caller, CancellationToken cancellationToken,
        Word<SuppressionReason>? reason = null, Word<CsvEncoding>? encoding = null, string? fileName = null)
    {
        var options = new ImportOptions { ApiToken = caller.Identity?.Name, FileName = fileName, Encoding = encoding?.Value ?? CsvEncoding.Unicode };
        var imported = await import.ExecuteAsync(csv, reason?.Value ?? SuppressionReason.ByHand, options, cancellationToken);
        return imported.Fault is { } fault
            ? TypedResults.Problem(
                fault.Message, statusCode: StatusCodes.Status400BadRequest, title: "Nothing was imported",
                extensions: new Dictionary<string, object?> { ["kind"] = fault.Kind, ["line"] = fault.Line, ["byteOffset"] = fault.ByteOffset })
            : TypedResults.Ok(new SuppressionsImportAnswer(imported.Rows, imported.Added, imported.Refused.Count, imported.Refused.First));
    }

    private static async Task<IResult> EraseAsync(long id, EraseContact erase, ClaimsPrincipal caller, CancellationToken cancellationToken) =>
        await erase.ExecuteAsync(new ContactId(id), ErasureWay.Api, caller.Identity?.Name, cancellationToken) is { } receipt
            ? TypedResults.Ok(ErasureAnswer.Of(receipt)) : ApiAnswers.Missing();

    private static async Task<IResult> ReceiptAsync(Guid id, FindErasures find, CancellationToken cancellationToken) =>
        await find.OneAsync(new ErasureId(id), cancellationToken) is { } receipt ? TypedResults.Ok(ErasureAnswer.Of(receipt)) : ApiAnswers.Missing();
}

/// <summary>A suppressed address, in its normal form.</summary>
internal sealed record SuppressionAnswer(string Address, IReadOnlyList<SuppressionReasonAnswer> Reasons)
{
    internal static SuppressionAnswer Of(Suppression row) => new(
        row.NormalAddress,
        [.. row.Causes.Select(known => new SuppressionReasonAnswer(known.Reason, known.Cause.Since, known.Cause.Source, known.Cause.By, known.Cause.Note))]);
}

/// <summary>A reason for which an address is suppressed.</summary>
internal sealed record SuppressionReasonAnswer(SuppressionReason Reason, DateTimeOffset Since, SuppressionSource Source, string? By, string? Note);

/// <summary>Why an address is to be suppressed.</summary>
/// <param name="Reason">Default by hand.</param>
/// <param name="Note">At most 500 characters.</param>
internal sealed record SuppressionRequest(SuppressionReason Reason = SuppressionReason.ByHand, string? Note = null);

/// <summary>How many reasons were taken back.</summary>
internal sealed record LiftedAnswer(int Lifted);

/// <summary>The account of an import of suppressions.</summary>
internal sealed record SuppressionsImportAnswer(int Rows, int Added, int Refused, IReadOnlyList<RefusedRow> RefusedRows);

/// <summary>The receipt of an erasure.</summary>
internal sealed record ErasureAnswer(Guid Id, DateTimeOffset At, ErasureWay Way, string? By, IReadOnlyDictionary<string, int> Purged)
{
    internal static ErasureAnswer Of(ErasureReceipt receipt) => new(receipt.Id.Value, receipt.At, receipt.Way, receipt.By, receipt.Purged);
}
