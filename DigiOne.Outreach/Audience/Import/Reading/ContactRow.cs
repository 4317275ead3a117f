using System.Text.Json;

namespace DigiOne.Outreach.Audience.Import;

/// <summary>What a row says about a person; null where it says nothing.</summary>
internal sealed record ContactRow(
    int Line, string Address, string NormalAddress, string? Name, string? Language, string? Municipality, string? Organisation, string? Role,
    IReadOnlyDictionary<string, JsonElement> Attributes);

/// <summary>A row as it was read: one of the two.</summary>
internal readonly record struct ReadRow(ContactRow? Contact, RefusedRow? Refused);
