using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using System.Text.Json;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Audience.Import;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace DigiOne.Outreach.Web.Api;

/// <summary>People, and their import.</summary>
internal static class ContactsApi
{
    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/contacts", SearchAsync).WithTags("Contacts").Reads<ContactAnswer[]>("findContacts", "People by parts of their address, name or organisation, and by list");
        api.MapGet("/contacts/{id:long}", ShowAsync).WithTags("Contacts").Reads<ContactDetailAnswer>("getContact", "One person with lists and the consent log, the oldest entry first");
        api.MapPost("/contacts/import", ImportAsync).WithTags("Contacts")
            .Accepts<Stream>("text/csv", "application/octet-stream", "text/plain")
            .WithMetadata(new RequestSizeLimitAttribute(new ImportOptions().MaxBytes))
            .Writes<ImportAnswer>("importContacts", "Take the people of a CSV file onto a list that there is; refused rows are said one by one");
    }

    private static async Task<IResult> SearchAsync(
        SearchContacts contacts, CancellationToken cancellationToken, string? search = null, string? list = null, long? after = null, [Range(1, QueryRanges.LargestPage)] int limit = QueryRanges.PageSize) =>
        TypedResults.Ok((await contacts.AfterAsync(search ?? "", list, after is { } id ? new ContactId(id) : null, limit, cancellationToken))
            .Select(ContactAnswer.Of).ToArray());

    private static async Task<IResult> ShowAsync(long id, FindContacts contacts, CancellationToken cancellationToken) =>
        await contacts.OneAsync(new ContactId(id), cancellationToken) is { } found ? TypedResults.Ok(ContactDetailAnswer.Of(found)) : ApiAnswers.Missing();

    private static async Task<IResult> ImportAsync(
        string list, Stream csv, ImportContacts import, ClaimsPrincipal caller, CancellationToken cancellationToken,
        Word<BadRows>? onError = null, Word<KnownContacts>? existing = null,
        string? language = null, Word<CsvEncoding>? encoding = null, string? fileName = null)
    {
        var options = new ImportOptions
        {
            OnError = onError?.Value ?? BadRows.Refuse,
            Existing = existing?.Value ?? KnownContacts.Update,
            Language = language,
            Encoding = encoding?.Value ?? CsvEncoding.Auto,
            FileName = fileName,
            ApiToken = caller.Identity?.Name,
        };
        return await import.RunAsync(csv, list, options, cancellationToken) switch
        {
            ImportResult.Imported imported => TypedResults.Ok(ImportAnswer.Of(imported)),
            ImportResult.RowsRefused rows => Refused(
                $"{rows.Refused.Count} of {rows.Rows} rows cannot be imported, so none was. With onError=skip the others are.",
                new() { ["rows"] = rows.Rows, ["refused"] = rows.Refused.Count, ["refusedRows"] = rows.Refused.First }),
            ImportResult.FileRefused { Fault: var fault } => Refused(
                fault.Message, new() { ["kind"] = fault.Kind, ["line"] = fault.Line, ["byteOffset"] = fault.ByteOffset }),
            ImportResult.ListUnknown unknown => Refused($"{unknown.Message} POST /api/v1/lists makes one.", []),
            ImportResult.RequestRefused request => Refused(request.Message, []),
            var other => throw new InvalidOperationException(other.ToString()),
        };
    }

    private static ProblemHttpResult Refused(string detail, Dictionary<string, object?> more) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status400BadRequest, title: "Nothing was imported", extensions: more);
}

/// <summary>A person.</summary>
internal sealed record ContactAnswer(
    long Id, string Address, string Name, string Language, string? Municipality, string Organisation, string Role,
    IReadOnlyDictionary<string, JsonElement> Attributes, DateTimeOffset? PausedUntil, DateTimeOffset CreatedAt)
{
    internal static ContactAnswer Of(Contact contact) => new(
        contact.Id.Value, contact.Address, contact.Name, contact.Language, contact.Municipality, contact.Organisation, contact.Role,
        contact.Attributes, contact.PausedUntil, contact.CreatedAt);
}

/// <summary>A person with lists and what proves them.</summary>
internal sealed record ContactDetailAnswer(
    ContactAnswer Contact, IReadOnlyList<SubscriptionAnswer> Lists, IReadOnlyList<string> AwaitingConfirmation, IReadOnlyList<ConsentAnswer> Consents)
{
    internal static ContactDetailAnswer Of(ContactDetail detail) => new(
        ContactAnswer.Of(detail.Contact),
        [.. detail.Lists.Select(row => new SubscriptionAnswer(row.List.Key, row.Subscription.SubscribedAt, row.Subscription.UnsubscribedAt))],
        [.. detail.Pending.Select(pending => pending.List.Key)],
        [.. detail.Consents.Select(ConsentAnswer.Of)]);
}

/// <summary>A list that a person is or was on.</summary>
internal sealed record SubscriptionAnswer(string List, DateTimeOffset SubscribedAt, DateTimeOffset? UnsubscribedAt);

/// <summary>An entry of the consent log; without a list it is about all bulk mail.</summary>
internal sealed record ConsentAnswer(
    DateTimeOffset At, ConsentAct Act, string? List, ConsentWay Way, string? WordingVersion, string? WordingLanguage, string? Wording, ConsentEvidence? Evidence)
{
    internal static ConsentAnswer Of(NotedConsent noted) => new(
        noted.Entry.At, noted.Entry.Act, noted.List?.Key, noted.Entry.Way, noted.Wording?.Version, noted.Wording?.Language, noted.Wording?.Text,
        noted.Entry.Evidence);
}

/// <summary>The account of an import.</summary>
internal sealed record ImportAnswer(
    string List, int Rows, int Created, int Updated, int Unchanged, int Subscribed, int AlreadySubscribed, int KeptOut,
    int Refused, IReadOnlyList<RefusedRow> RefusedRows, IReadOnlyList<string> IgnoredColumns, string Encoding)
{
    internal static ImportAnswer Of(ImportResult.Imported imported) => new(
        imported.List.Key, imported.Counts.Rows, imported.Counts.Created, imported.Counts.Updated, imported.Counts.Unchanged,
        imported.Counts.Subscribed, imported.Counts.AlreadySubscribed, imported.Counts.KeptOut, imported.Refused.Count, imported.Refused.First,
        imported.IgnoredColumns, imported.Encoding);
}
