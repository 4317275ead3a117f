using System.Text.Json;
using System.Text.Json.Serialization;

namespace DigiOne.Outreach.Web.Api;

/// <summary>Refuses text with U+0000, which PostgreSQL does not store and nobody means.</summary>
internal sealed class StorableText : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw new JsonException("A text is expected here.");

        var text = reader.GetString();
        return text!.Contains('\0', StringComparison.Ordinal) ? throw new JsonException("The text holds the character U+0000.") : text;
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { } name && !name.Contains('\0', StringComparison.Ordinal) ? name : throw new JsonException("The name holds the character U+0000.");

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WritePropertyName(value);
}
