using System.Globalization;
using System.Text;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Audience.Import;
using DigiOne.Outreach.Sheets;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Subscriptions;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Audience.Export;

public sealed class ExportTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Export_of_a_list_opens_in_Excel_and_comes_in_again_as_it_was(StorageEngine engine)
    {
        await using var audience = await StillOutreach.CreateAsync(engine, settings => settings.Attributes["vuosi"] = new() { Type = AttributeType.Number });
        await audience.ImportedAsync("email;nimi;kieli;kunta;organisaatio;rooli;vuosi\nÅsa@skola.example;Åsa;sv;Esbo;\"Skola; A\";lärare;2019\nb@by.example;Bo;fi;;+358 40 1;;\nc@by.example;;fi;;;;\n");
        await audience.LeaveAsync(await audience.TargetAsync("b@by.example"), UnsubscribeScope.OneList, LeavingWay.Link);
        await audience.Services.SuppressAsync("c@by.example");

        var text = await OfListAsync(audience);

        text.ShouldStartWith("\uFEFFemail;name;language;municipality;organisation;role;vuosi;status;subscribed at;unsubscribed at;paused until\r\n");
        text.ShouldContain("Åsa@skola.example;Åsa;sv;Espoo;\"Skola; A\";lärare;2019;subscribed;2027-03-01 08:00:00;;\r\n");
        text.ShouldContain(";unsubscribed;2027-03-01 08:00:00;2027-03-01 08:00:00;");
        text.ShouldContain("'+358 40 1");
        text.ShouldContain(";suppressed;");
        (await audience.ImportedAsync(text, list: "toinen")).ShouldBe(new ImportCounts(Rows: 3, Unchanged: 3, Subscribed: 1, Left: 1, KeptOut: 1));
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Everybody_is_exported_once_however_many_pages_it_takes(StorageEngine engine)
    {
        await using var audience = await StillOutreach.CreateAsync(engine);
        var csv = new StringBuilder("email\n");
        for (var person = 0; person < 4_500; person++)
            csv.Append(CultureInfo.InvariantCulture, $"p{person}@by.example\n");
        await audience.ImportedAsync(csv.ToString());

        var all = await WriteAsync(stream => audience.Services.GetRequiredService<ExportContacts>().AllAsync(stream, SheetSeparator.Comma, Token));

        var lines = all.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(4_501);
        lines.Skip(1).Select(line => line.Split(',')[0]).Distinct().Count().ShouldBe(4_500);
        lines[1].ShouldContain(",uutiset,");
        (await OfListAsync(audience)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(4_501);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Suppressions_are_exported_page_by_page(StorageEngine engine)
    {
        await using var audience = await StillOutreach.CreateAsync(engine);
        foreach (var address in new[] { "b@by.example", "a@by.example" })
            await audience.Services.SuppressAsync(address);

        var text = await WriteAsync(stream => audience.Services.GetRequiredService<ExportSuppressions>().ExecuteAsync(stream, SheetSeparator.Semicolon, Token));

        text.Split("\r\n").Skip(1).Take(2).Select(line => string.Join(';', line.Split(';').Take(2))).ShouldBe(["a@by.example;HardBounce", "b@by.example;HardBounce"]);
    }

    private static async Task<string> OfListAsync(StillOutreach audience)
    {
        var list = (await audience.Services.GetRequiredService<Lists>().FindAsync(Team.List, Token))!;
        return await WriteAsync(stream => audience.Services.GetRequiredService<ExportContacts>().OfListAsync(stream, list.Id, SheetSeparator.Semicolon, Token));
    }

    private static async Task<string> WriteAsync(Func<Stream, Task> write)
    {
        using var stream = new MemoryStream();
        await write(stream);
        return new UTF8Encoding(false).GetString(stream.ToArray());
    }
}
