using System.IO.Compression;
using System.Text;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Audience.Import;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Tests.Audience.Import;

public sealed class FileFaultTests
{
    public static TheoryData<string, byte[], FileFaultKind, int?> Broken => new()
    {
        { "empty", [], FileFaultKind.Empty, null },
        { "only a byte order mark", [0xEF, 0xBB, 0xBF], FileFaultKind.Empty, null },
        { "only a heading", Utf8("email,name\n"), FileFaultKind.Empty, null },
        { "a workbook", Workbook(), FileFaultKind.NotText, null },
        { "an old workbook", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0], FileFaultKind.NotText, null },
        { "zero bytes", Utf8("email\na@by.example\nb\0@by.example\n"), FileFaultKind.NotText, 3 },
        { "UTF-16 without its mark", Encoding.Unicode.GetBytes("email\na@by.example\n"), FileFaultKind.NotText, 1 },
        { "a heading of another encoding", [.. Encoding.Latin1.GetBytes("email;säätö"), .. Utf8(";nimi\na@by.example;1;Äijä\n")], FileFaultKind.Encoding, 1 },
        { "no address column", Utf8("nimi;kieli\nAino;fi\n"), FileFaultKind.Columns, 1 },
        { "two address columns", Utf8("email;sähköposti\na@by.example;b@by.example\n"), FileFaultKind.Columns, 1 },
        { "a quotation mark never closed", Utf8("email,name\na@by.example,\"Aino\nb@by.example,Bo\n"), FileFaultKind.Quotes, 2 },
        { "a quotation mark inside an unquoted cell", Utf8("email,name\na@by.example,A\"ino\n"), FileFaultKind.Quotes, 2 },
        { "text behind a closing quotation mark", Utf8("email,name\na@by.example,\"Aino\" Aalto\n"), FileFaultKind.Quotes, 2 },
        { "a long cell", Utf8($"email,name\na@by.example,A\nb@by.example,{new string('x', 65_537)}\n"), FileFaultKind.CellTooLong, 3 },
        { "a cell of 10 MB", Utf8($"email,name\na@by.example,A\nb@by.example,{new string('x', 10_000_000)}\n"), FileFaultKind.CellTooLong, 3 },
        { "a quoted cell of 10 MB", Utf8($"email,name\na@by.example,A\nb@by.example,\"{new string('\n', 10_000_000)}\"\n"), FileFaultKind.CellTooLong, 3 },
        { "a heading of 10 MB", Utf8(new string('x', 10_000_000)), FileFaultKind.CellTooLong, 1 },
    };

    // Discovery would write every file out, at almost a minute and gigabytes for each run of anything.
    [Theory, MemberData(nameof(Broken), DisableDiscoveryEnumeration = true)]
    public async Task Broken_file_is_refused_as_a_whole_with_the_place(string what, byte[] file, FileFaultKind kind, int? line)
    {
        await using var audience = await StillOutreach.CreateAsync(StorageEngine.Sqlite);

        var result = await audience.ImportAsync(file, new ImportOptions { OnError = BadRows.Skip });

        var fault = result.ShouldBeOfType<ImportResult.FileRefused>(what).Fault;
        fault.Kind.ShouldBe(kind, fault.Message);
        if (line is not null)
            fault.Line.ShouldBe(line, fault.Message);
        (await audience.Services.AllAsync<Contact>()).ShouldBeEmpty();
        (await audience.Services.AllAsync<Subscription>()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Missing_column_names_what_was_found_and_what_is_understood()
    {
        await using var audience = await StillOutreach.CreateAsync(StorageEngine.Sqlite);
        var fault = (await audience.ImportAsync("nimi;puhelin\nAino;1\n")).ShouldBeOfType<ImportResult.FileRefused>().Fault;

        fault.Message.ShouldStartWith("No column holds the address. Found: \"nimi\", \"puhelin\". Understood: \"email\"");
        fault.Message.ShouldContain("\"sähköposti\"");
    }

    [Fact]
    public async Task Too_many_rows_or_bytes_refuse_the_file()
    {
        await using var audience = await StillOutreach.CreateAsync(StorageEngine.Sqlite);
        const string Csv = "email\na@by.example\nb@by.example\nc@by.example\n";

        var rows = (await audience.ImportAsync(Csv, new ImportOptions { MaxRows = 2 })).ShouldBeOfType<ImportResult.FileRefused>();
        var bytes = (await audience.ImportAsync(Csv, new ImportOptions { MaxBytes = 20 })).ShouldBeOfType<ImportResult.FileRefused>();

        (rows.Fault.Kind, rows.Fault.Line).ShouldBe((FileFaultKind.TooLarge, 4));
        bytes.Fault.Kind.ShouldBe(FileFaultKind.TooLarge);
        (await audience.Services.AllAsync<Contact>()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Huge_cell_is_refused_without_being_held_in_memory()
    {
        using var folder = new TempFolder();
        using var input = new MemoryStream(Utf8($"email\n\"{new string('x', 50_000_000)}\"\n"));
        var options = new ImportOptions();
        using var file = await SpooledFile.OfAsync(
            input, options, Options.Create(new StorageOptions { DataFolder = folder.FullPath }), TestContext.Current.CancellationToken);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Should.Throw<FileRefusedException>(() => new CsvRecords(file, options).Read().Count());
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(8_000_000);
    }

    [Fact]
    public async Task Nothing_of_the_file_stays_on_the_disk()
    {
        using var folder = new TempFolder();
        var storage = Options.Create(new StorageOptions { DataFolder = folder.FullPath });
        using (var input = new MemoryStream(Utf8("email\na@by.example\n")))
        using (await SpooledFile.OfAsync(input, new ImportOptions(), storage, TestContext.Current.CancellationToken))
            Directory.GetFiles(folder.FullPath).Length.ShouldBe(1);

        Directory.GetFiles(folder.FullPath).ShouldBeEmpty();
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Workbook()
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            zip.CreateEntry("xl/workbook.xml");
        return stream.ToArray();
    }
}
