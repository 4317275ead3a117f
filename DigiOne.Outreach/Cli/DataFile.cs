using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DigiOne.Outreach.Cli;

/// <summary>
/// A template's data from a file. Who starts the program may hand it markup (<c>$markup</c>) as well: it is their own
/// template and their own mail.
/// </summary>
internal static class DataFile
{
    private static readonly JsonDocumentOptions Json = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
    };

    /// <summary>The object, or what is wrong with the file and where.</summary>
    internal static async Task<(JsonObject? Data, string? Problem)> ReadAsync(FileInfo file, CancellationToken cancellationToken)
    {
        if (!file.Exists)
            return (null, $"{file}: there is no such file.");

        try
        {
            await using var stream = file.OpenRead();
            var node = await JsonNode.ParseAsync(stream, documentOptions: Json, cancellationToken: cancellationToken);
            return node is JsonObject data
                ? (data, null)
                : (null, $"{file}:1:1: The data is one JSON object: {{ \"newsletter\": {{ ... }} }}.");
        }
        catch (JsonException broken)
        {
            // The place is said in our form, counted from 1; the parser's own follows its sentence.
            var sentence = broken.Message.Split(" LineNumber:", 2)[0].Split(" Path:", 2)[0];
            return (null, string.Create(
                CultureInfo.InvariantCulture, $"{file}:{(broken.LineNumber ?? 0) + 1}:{(broken.BytePositionInLine ?? 0) + 1}: {sentence}"));
        }
    }
}
