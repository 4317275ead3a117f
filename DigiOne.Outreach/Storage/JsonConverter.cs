using System.Text.Json;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace DigiOne.Outreach.Storage;

/// <summary>A value kept whole as JSON text: nothing inside it is ever asked for by a query.</summary>
internal sealed class JsonConverter<T>()
    : ValueConverter<T, string>(value => JsonText.Write(value), text => JsonText.Read<T>(text));

/// <summary>Compares values kept as JSON by what is written.</summary>
internal sealed class JsonComparer<T>() : ValueComparer<T>(
    (left, right) => JsonText.Write(left) == JsonText.Write(right),
    value => JsonText.Write(value).GetHashCode(StringComparison.Ordinal),
    value => JsonText.Read<T>(JsonText.Write(value)));

/// <summary>JSON as it stands in the database.</summary>
internal static class JsonText
{
    internal static string Write<T>(T value) => JsonSerializer.Serialize(value, JsonSerializerOptions.Web);

    internal static T Read<T>(string text) => JsonSerializer.Deserialize<T>(text, JsonSerializerOptions.Web)!;
}
