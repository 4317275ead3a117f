using System.Text;
using CsCheck;
using DigiOne.Outreach.Audience.Import;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;

namespace DigiOne.Outreach.Tests.Audience.Import;

public sealed class EncodingTests
{
    private const string Csv = "sähköposti;nimi\r\na@by.example;Äijä Öhman\r\n";

    private static readonly Encoding Western = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    public static TheoryData<string, byte[]> Written => new()
    {
        { "utf-8", Encoding.UTF8.GetBytes(Csv) },
        { "utf-8", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Csv)] },
        { "utf-16", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Csv)] },
        { "utf-16BE", [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Csv)] },
        { "windows-1252", Western.GetBytes(Csv) },
    };

    [Theory, MemberData(nameof(Written))]
    public async Task Encoding_is_found_by_itself(string encoding, byte[] file)
    {
        await using var audience = await StillOutreach.CreateAsync(StorageEngine.Sqlite);

        var imported = (await audience.ImportAsync(file)).ShouldBeOfType<ImportResult.Imported>();

        imported.Encoding.ShouldBe(encoding);
        (await audience.ContactAsync("a@by.example")).Name.ShouldBe("Äijä Öhman");
    }

    [Fact]
    public async Task Half_UTF8_is_refused_row_by_row_and_the_rest_comes_in()
    {
        await using var audience = await StillOutreach.CreateAsync(StorageEngine.Sqlite);
        byte[] file =
        [
            .. "email;nimi\na@by.example;Äijä\n"u8, .. Western.GetBytes("b@by.example;Öhman\n"), .. "c@by.example;Carl\nd@by.example;Ä"u8[..^1],
        ];

        var imported = (await audience.ImportAsync(file, new ImportOptions { OnError = BadRows.Skip })).ShouldBeOfType<ImportResult.Imported>();

        imported.Refused.First.Select(row => (row.Line, row.Faults.Single().Column, row.Faults.Single().Kind)).ShouldBe(
            [(3, "nimi", CellFaultKind.Encoding), (5, "nimi", CellFaultKind.Encoding)]);
        imported.Counts.Created.ShouldBe(2);
    }

    [Fact]
    public async Task Half_a_surrogate_pair_is_refused_with_its_row()
    {
        await using var audience = await StillOutreach.CreateAsync(StorageEngine.Sqlite);
        byte[] file = [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("email\tnimi\na@by.example\t"), 0x00, 0xD8, .. Encoding.Unicode.GetBytes("x\n")];

        var refused = (await audience.ImportAsync(file)).ShouldBeOfType<ImportResult.RowsRefused>().Refused.First.ShouldHaveSingleItem();

        (refused.Line, refused.Faults.Single().Kind).ShouldBe((2, CellFaultKind.Encoding));
    }

    [Fact]
    public async Task Other_alphabets_are_not_taken_for_Western_letters()
    {
        await using var audience = await StillOutreach.CreateAsync(StorageEngine.Sqlite);
        var cyrillic = CodePagesEncodingProvider.Instance.GetEncoding(1251)!.GetBytes("email;name\na@by.example;Мария Петрова\n");

        (await audience.ImportAsync(cyrillic)).ShouldBeOfType<ImportResult.RowsRefused>().Refused.First[0].Faults[0].Kind.ShouldBe(CellFaultKind.Encoding);
    }

    // Wherever a block ends, and whatever stands there.
    [Fact]
    public void What_is_UTF8_is_found_in_pieces_of_any_size() =>
        Gen.Select(Gen.String[Gen.Char['\u0001', '\uD7FF'], 0, 60], Gen.Int[1, 7]).Sample(
            (text, piece) =>
            {
                var survey = new TextSurvey();
                foreach (var bytes in Encoding.UTF8.GetBytes(text).Chunk(piece))
                    survey.Add(bytes);
                survey.Conclude().WebName.ShouldBe("utf-8");
            },
            iter: 2_000);

    [Fact]
    public void Western_text_is_found_in_pieces_of_any_size() =>
        Gen.Select(Gen.OneOf('a', 'b', ' ', ';', '\n', 'ä', 'Ö', 'å', 'é').Array[1, 60], Gen.Int[1, 7]).Sample(
            (text, piece) =>
            {
                // A letter beside each one beyond ASCII, as words have it.
                var spaced = string.Join('x', text) + "xä";
                var survey = new TextSurvey();
                foreach (var bytes in Western.GetBytes(spaced + "x").Chunk(piece))
                    survey.Add(bytes);
                survey.Conclude().WebName.ShouldBe("windows-1252");
            },
            iter: 2_000);
}
