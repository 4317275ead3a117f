using System.Text;
using CsCheck;
using DigiOne.Outreach.Audience.Import;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Tests.Audience.Import;

public sealed class CsvRoundTripTests
{
    private static readonly Gen<string> Cell = Gen.OneOf('a', 'ä', '"', ',', ';', '\t', '\r', '\n', ' ', '\'', '=', '|', '€').Array[0, 8]
        .Select(characters => new string(characters));

    private static readonly Gen<char> Separator = Gen.OneOf(';', ',', '\t');

    private static readonly Gen<string> LineBreak = Gen.OneOf("\r\n", "\n");

    [Fact]
    public void Whatever_cells_hold_comes_back_as_it_was_written()
    {
        using var folder = new TempFolder();
        var storage = Options.Create(new StorageOptions { DataFolder = folder.FullPath });
        Gen.Select(Cell.Array[3].Array[0, 6], Separator, LineBreak, Gen.Bool, Gen.Bool).Sample(
            (rows, separator, lineBreak, mark, lastBreak) =>
            {
                // A heading tells the separator; a mark in the first column keeps a row from being empty.
                string[][] records = [["email", "name", "role", "x"], .. rows.Select(row => (string[])["x", .. row])];
                var text = string.Join(lineBreak, records.Select(record => string.Join(separator, record.Select(cell => Quote(cell, separator)))));
                using var input = new MemoryStream(Encoding.UTF8.GetBytes((mark ? "\uFEFF" : "") + text + (lastBreak ? lineBreak : "")));
                var read = ReadAsync(input, storage).GetAwaiter().GetResult();

                read.Select(record => record.Cells).ShouldBe(records);
                read.Select(record => record.Line).ShouldBe(Lines(records));
            },
            iter: 2_000, threads: 1);
    }

    private static async Task<List<CsvRecord>> ReadAsync(Stream input, IOptions<StorageOptions> storage)
    {
        var options = new ImportOptions();
        using var file = await SpooledFile.OfAsync(input, options, storage, CancellationToken.None);
        return [.. new CsvRecords(file, options).Read()];
    }

    private static string Quote(string cell, char separator) =>
        cell.AsSpan().IndexOfAny(['"', '\r', '\n', separator]) < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static IEnumerable<int> Lines(string[][] records)
    {
        var line = 1;
        foreach (var record in records)
        {
            yield return line;
            line += 1 + record.Sum(cell => cell.Replace("\r\n", "\n", StringComparison.Ordinal).Count(character => character is '\r' or '\n'));
        }
    }
}
