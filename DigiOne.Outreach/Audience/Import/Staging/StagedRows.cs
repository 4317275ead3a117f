using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DigiOne.Outreach.Audience.Import;

/// <summary>The form in which judged rows wait to be applied: a JSON array for each, without the names of its fields.</summary>
internal sealed class StagedRows : IDisposable
{
    private static readonly Dictionary<string, JsonElement> NoAttributes = [];

    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly Utf8JsonWriter _json;

    internal StagedRows() => _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>A row as JSON.</summary>
    internal string Write(ContactRow row)
    {
        _buffer.ResetWrittenCount();
        _json.Reset();
        _json.WriteStartArray();
        _json.WriteNumberValue(row.Line);
        _json.WriteStringValue(row.Address);
        _json.WriteStringValue(row.NormalAddress == row.Address ? null : row.NormalAddress);
        _json.WriteStringValue(row.Name);
        _json.WriteStringValue(row.Language);
        _json.WriteStringValue(row.Municipality);
        _json.WriteStringValue(row.Organisation);
        _json.WriteStringValue(row.Role);
        if (row.Attributes.Count > 0)
            JsonSerializer.Serialize(_json, row.Attributes);
        _json.WriteEndArray();
        _json.Flush();
        return Encoding.UTF8.GetString(_buffer.WrittenSpan);
    }

    /// <summary>The rows of a batch, which is a JSON array of such rows.</summary>
    internal static List<ContactRow> Read(string batch)
    {
        using var document = JsonDocument.Parse(batch);
        var rows = new List<ContactRow>(document.RootElement.GetArrayLength());
        foreach (var row in document.RootElement.EnumerateArray())
        {
            var address = row[1].GetString()!;
            rows.Add(new ContactRow(
                row[0].GetInt32(), address, row[2].GetString() ?? address, row[3].GetString(), row[4].GetString(), row[5].GetString(), row[6].GetString(),
                row[7].GetString(),
                row.GetArrayLength() > 8 ? row[8].Deserialize<Dictionary<string, JsonElement>>()! : NoAttributes));
        }

        return rows;
    }

    /// <inheritdoc />
    public void Dispose() => _json.Dispose();
}
