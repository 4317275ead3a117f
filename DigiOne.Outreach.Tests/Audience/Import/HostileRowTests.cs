using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Audience.Import;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;

namespace DigiOne.Outreach.Tests.Audience.Import;

public sealed class HostileRowTests
{
    public static TheoryData<string, CellFaultKind, string> Addresses => new()
    {
        { $"{new string('x', 65_000)}@by.example", CellFaultKind.NotAnAddress, "longer than 254 octets" },
        { "anna\u202Emoc.live@by.example", CellFaultKind.NotAnAddress, "U+202E" },
        { "anna\u200B@by.example", CellFaultKind.NotAnAddress, "U+200B" },
        { "\u2066anna@by.example\u2069", CellFaultKind.NotAnAddress, "U+2066" },
        { "аnna@by.example", CellFaultKind.NotAnAddress, "mixes letters of Cyrillic and Latin" },
        { "anna@bу.example", CellFaultKind.NotAnAddress, "mixes letters of Latin and Cyrillic" },
        { "αnna@by.example", CellFaultKind.NotAnAddress, "mixes letters of Greek and Latin" },
        { "ａnna@by.example", CellFaultKind.NotAnAddress, "only looks like a" },
        { "𝐚nna@by.example", CellFaultKind.NotAnAddress, "only looks like a" },
        { "=cmd|' /C calc'!A0", CellFaultKind.Formula, "begins as a formula" },
        { "=anna@by.example", CellFaultKind.Formula, "begins as a formula" },
        { "+358401234567", CellFaultKind.Formula, "begins as a formula" },
        { "@SUM(A1)", CellFaultKind.Formula, "begins as a formula" },
        { "anna@by.example\"\nBcc: all@by.example", CellFaultKind.NotAnAddress, "which no ordinary mailbox has" },
    };

    [Theory, MemberData(nameof(Addresses), DisableDiscoveryEnumeration = true)]
    public async Task Address_that_is_not_what_it_seems_is_refused_with_row_and_reason(string address, CellFaultKind kind, string reason)
    {
        await using var audience = await StillOutreach.CreateAsync(StorageEngine.Sqlite);
        var csv = $"email;nimi\ngood@by.example;Good\n\"{address.Replace("\"", "\"\"", StringComparison.Ordinal)}\";Bad\n";

        var imported = (await audience.ImportAsync(csv, new ImportOptions { OnError = BadRows.Skip })).ShouldBeOfType<ImportResult.Imported>();

        var row = imported.Refused.First.ShouldHaveSingleItem();
        (row.Line, row.Faults.Single().Kind).ShouldBe((3, kind), row.Faults[0].Reason);
        row.Faults[0].Reason.ShouldContain(reason);
        row.Faults[0].Excerpt.Length.ShouldBeLessThanOrEqualTo(60);
        (await audience.Services.AllAsync<Contact>()).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("=HYPERLINK(\"https://by.example\")", true)]
    [InlineData("@SUM(1+1)", true)]
    [InlineData("+cmd|' /C calc'!A0", true)]
    [InlineData("-2+3+cmd|' /C calc'!A0", true)]
    [InlineData("-", false)]
    [InlineData("+358 40 123 4567", false)]
    [InlineData("- ei tiedossa -", false)]
    public async Task Formula_in_a_name_is_refused_and_what_people_write_is_not(string name, bool isRefused)
    {
        await using var audience = await StillOutreach.CreateAsync(StorageEngine.Sqlite);
        var csv = $"email;nimi\na@by.example;\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"\n";

        var imported = (await audience.ImportAsync(csv, new ImportOptions { OnError = BadRows.Skip })).ShouldBeOfType<ImportResult.Imported>();

        imported.Refused.First.SelectMany(row => row.Faults).Select(fault => fault.Kind).ShouldBe(isRefused ? [CellFaultKind.Formula] : []);
    }

    [Theory]
    [InlineData("мария@почта.example")]
    [InlineData("info@почта.example")]
    [InlineData("åke.öberg@kylä.example")]
    [InlineData("山田taro@by.example")]
    [InlineData("o'brien+news@by.example")]
    public async Task Address_of_another_alphabet_is_as_good_as_any(string address)
    {
        await using var audience = await StillOutreach.CreateAsync(StorageEngine.Sqlite);
        (await audience.ImportedAsync($"email\n{address}\n")).Created.ShouldBe(1);
    }
}
