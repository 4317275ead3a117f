using System.Text;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Audience.Import;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Audience;

public sealed class ImportSuppressionsTests
{
    [Theory, ClassData(typeof(StorageEngines))]
    public async Task File_with_reasons_and_notes_is_taken_and_bad_rows_are_told(StorageEngine engine)
    {
        await using var audience = await StillOutreach.CreateAsync(engine);
        await audience.Services.SuppressAsync("known@by.example", SuppressionReason.Complaint);

        var imported = await ImportAsync(
            audience,
            "Email Address;Reason;Note\nAino@by.example;bounce;550 unknown\nknown@by.example;spam;\nBO@by.example;;\nbo@by.example;;twice\nnobody;;\nc@by.example;because;\n",
            new ImportOptions { FileName = "old.csv", Member = "maija@kunta.example" });

        (imported.Rows, imported.Added, imported.Fault).ShouldBe((6, 2, null));
        imported.Refused.First.Select(row => (row.Line, row.Faults[0].Kind)).ShouldBe([(6, CellFaultKind.NotAnAddress), (7, CellFaultKind.Reason)]);
        (await audience.Services.AllAsync<Suppression>()).SelectMany(row => row.Causes.Select(known => (row.NormalAddress, known.Reason, known.Cause.Source, known.Cause.By, known.Cause.Note))).ShouldBe(
            [
                ("aino@by.example", SuppressionReason.HardBounce, SuppressionSource.Import, "maija@kunta.example", "550 unknown"),
                ("bo@by.example", SuppressionReason.ByHand, SuppressionSource.Import, "maija@kunta.example", "old.csv:4"),
                ("known@by.example", SuppressionReason.Complaint, SuppressionSource.Hand, null, null),
            ],
            ignoreOrder: true);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Plain_list_of_addresses_is_taken_again_without_change(StorageEngine engine)
    {
        await using var audience = await StillOutreach.CreateAsync(engine);
        var file = string.Concat(Enumerable.Range(0, 1_200).Select(n => $"reader{n}@by.example\n"));

        (await ImportAsync(audience, file)).Added.ShouldBe(1_200);
        (await ImportAsync(audience, file)).Added.ShouldBe(0);

        (await audience.Services.AllAsync<Suppression>()).ShouldAllBe(row => row.ByHand != null);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task File_without_addresses_is_refused_with_its_reason(StorageEngine engine)
    {
        await using var audience = await StillOutreach.CreateAsync(engine);

        (await ImportAsync(audience, "name;phone\nAino;1\n")).Fault!.Kind.ShouldBe(FileFaultKind.Columns);
        (await ImportAsync(audience, "email\n")).Fault!.Kind.ShouldBe(FileFaultKind.Empty);
        (await ImportAsync(audience, "PK\u0003\u0004zip")).Fault!.Kind.ShouldBe(FileFaultKind.NotText);
        (await audience.Services.AllAsync<Suppression>()).ShouldBeEmpty();
    }

    private static async Task<SuppressionsImported> ImportAsync(StillOutreach audience, string csv, ImportOptions? options = null)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(csv));
        return await audience.Services.GetRequiredService<ImportSuppressions>().ExecuteAsync(
            stream, SuppressionReason.ByHand, options ?? new ImportOptions(), TestContext.Current.CancellationToken);
    }
}
