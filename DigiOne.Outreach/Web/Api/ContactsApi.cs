using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using DigiOne.Outreach.Audience;

namespace DigiOne.Outreach.Web.Api;

/// <summary>People.</summary>
internal static class ContactsApi
{
    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/contacts", SearchAsync).WithTags("Contacts").Reads<ContactAnswer[]>("findContacts", "People by parts of their address, name or organisation, and by list");
        api.MapGet("/contacts/{id:long}", ShowAsync).WithTags("Contacts").Reads<ContactDetailAnswer>("getContact", "One person with lists and the consent log, the oldest entry first");
    }

    private static async Task<IResult> SearchAsync(
        SearchContacts contacts, CancellationToken cancellationToken, string? search = null, string? list = null, long? after = null, [Range(1, QueryRanges.LargestPage)] int limit = QueryRanges.PageSize) =>
        TypedResults.Ok((await contacts.AfterAsync(search ?? "", list, after is { } id ? new ContactId(id) : null, limit, cancellationToken))
            .Select(ContactAnswer.Of).ToArray());

    private static async Task<IResult> ShowAsync(long id, FindContacts contacts, CancellationToken cancellationToken) =>
        await contacts.OneAsync(new ContactId(id), cancellationToken) is { } found ? TypedResults.Ok(ContactDetailAnswer.Of(found)) : ApiAnswers.Missing();
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
