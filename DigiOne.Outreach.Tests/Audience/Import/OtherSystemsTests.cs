using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Audience.Import;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;

namespace DigiOne.Outreach.Tests.Audience.Import;

/// <summary>Files as other newsletter systems export them, made by hand after their form.</summary>
public sealed class OtherSystemsTests
{
    private const string Listmonk =
        "uuid,email,name,attributes,status,created_at,updated_at\n"
        + "0f3c1a8e-5b1e-4d52-9a51-0c3f2a7d9b10,aino@kunta.example,Aino Aalto,\"{\"\"city\"\": \"\"Oulu\"\", \"\"kouluaste\"\": \"\"lukio\"\", \"\"Vuosi\"\": 2019}\",enabled,2023-01-10 08:15:30.123456 +0000 UTC,2024-02-11 09:00:00 +0000 UTC\n"
        + "0f3c1a8e-5b1e-4d52-9a51-0c3f2a7d9b11,bo@kommun.example,Bo,{},blocklisted,2023-01-10 08:15:30.123456 +0000 UTC,2024-02-11 09:00:00 +0000 UTC\n"
        + "0f3c1a8e-5b1e-4d52-9a51-0c3f2a7d9b12,cia@kommun.example,\"Cia, C.\",{},disabled,2023-01-10 08:15:30.123456 +0000 UTC,2024-02-11 09:00:00 +0000 UTC\n";

    private const string MailchimpColumns =
        "MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,LAST_CHANGED,LEID,EUID,NOTES,TAGS";

    private const string Rest = "2,\"2022-03-04 10:11:12\",,\"2022-03-04 10:11:12\",192.0.2.7,60.17,24.93,2,3,Europe/Helsinki,FI,18,\"2023-05-06 07:08:09\",123456,abcdef1234,,\"\"\"kunta\"\",\"\"lukio\"\"\"";

    private const string Head = "\"Email Address\",\"First Name\",\"Last Name\",Address,\"Phone Number\",Birthday,";

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Subscribers_of_listmonk_come_in_as_they_are(StorageEngine engine)
    {
        await using var audience = await StillOutreach.CreateAsync(engine, settings =>
        {
            settings.Attributes["kouluaste"] = new() { Type = AttributeType.Choice, Choices = { ["lukio"] = new(), ["peruskoulu"] = new() } };
            settings.Attributes["vuosi"] = new() { Type = AttributeType.Number };
        });

        var counts = await audience.ImportedAsync(Listmonk);

        counts.ShouldBe(new ImportCounts(Rows: 3, Created: 2, Subscribed: 1, Left: 1, Suppressed: 1));
        var aino = await audience.ContactAsync("aino@kunta.example");
        (aino.Name, aino.Attributes["kouluaste"].GetString(), aino.Attributes["vuosi"].GetInt32(), aino.Attributes.Count).ShouldBe(("Aino Aalto", "lukio", 2019, 2));
        (await audience.Services.AllAsync<Suppression>()).ShouldHaveSingleItem().NormalAddress.ShouldBe("bo@kommun.example");
        var cia = await audience.SubscriptionAsync("cia@kommun.example");
        (cia.UnsubscribedAt, cia.UnsubscribedBy).ShouldBe((audience.Now, LeavingWay.Import));
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Audience_of_Mailchimp_comes_in_file_by_file_in_any_order(StorageEngine engine)
    {
        await using var audience = await StillOutreach.CreateAsync(engine);
        var left = $"{Head}UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,UNSUB_CAMPAIGN_ID,UNSUB_REASON,UNSUB_REASON_OTHER,{MailchimpColumns}\n"
            + $"left@kunta.example,Lea,Laine,,,,\"2023-05-01 12:00:00\",Kevät,abc123,NORMAL,,{Rest}\n";
        var cleaned = $"{Head}CLEAN_TIME,CLEAN_CAMPAIGN_TITLE,CLEAN_CAMPAIGN_ID,{MailchimpColumns}\ngone@kunta.example,Gun,Grön,,,,\"2023-05-01 12:00:00\",Kevät,abc123,{Rest}\n";
        var subscribed = $"{Head}{MailchimpColumns}\nin@kunta.example,Iida,Ilves,\"Katu 1, Oulu\",,,{Rest}\nleft@kunta.example,Lea,Laine,,,,{Rest}\ngone@kunta.example,Gun,Grön,,,,{Rest}\n";

        (await ImportAsync(audience, left, "unsubscribed_email_audience_export_0a1b.csv")).ShouldBe(new ImportCounts(Rows: 1, Created: 1, Left: 1));
        (await ImportAsync(audience, cleaned, "cleaned_email_audience_export_0a1b.csv")).ShouldBe(new ImportCounts(Rows: 1, Suppressed: 1));
        (await ImportAsync(audience, $"{Head}{MailchimpColumns}\nnever@kunta.example,,,,,,{Rest}\n", "nonsubscribed_email_audience_export_0a1b.csv"))
            .ShouldBe(new ImportCounts(Rows: 1, KeptOut: 1));
        (await ImportAsync(audience, subscribed, "subscribed_email_audience_export_0a1b.csv"))
            .ShouldBe(new ImportCounts(Rows: 3, Created: 1, Unchanged: 1, Subscribed: 1, KeptOut: 2));

        (await audience.ContactAsync("in@kunta.example")).Name.ShouldBe("Iida Ilves");
        (await audience.Services.AllAsync<Contact>()).Select(contact => contact.Address).ShouldBe(["in@kunta.example", "left@kunta.example"], ignoreOrder: true);
        (await audience.Services.AllAsync<Suppression>()).ShouldHaveSingleItem().NormalAddress.ShouldBe("gone@kunta.example");
    }

    [Theory]
    [InlineData("2023-05-01 12:00:00", false)]
    [InlineData("2027-02-28 12:00:00", false)]
    [InlineData("2027-03-02 12:00:00", true)]
    [InlineData("", true)]
    public async Task Who_subscribed_here_after_leaving_there_stays(string leftAt, bool leaves)
    {
        await using var audience = await StillOutreach.CreateAsync(StorageEngine.Sqlite);
        await audience.ImportedAsync("email\na@kunta.example\n");

        var counts = await ImportAsync(
            audience, $"\"Email Address\",UNSUB_TIME,LEID,EUID\na@kunta.example,{leftAt},1,2\n", "unsubscribed_members_export_0a1b.csv");

        counts.ShouldBe(new ImportCounts(Rows: 1, Unchanged: 1, Left: leaves ? 1 : 0, AlreadySubscribed: leaves ? 0 : 1));
        ((await audience.SubscriptionAsync("a@kunta.example")).UnsubscribedAt is not null).ShouldBe(leaves);
        var acts = (await audience.Services.AllAsync<ConsentEntry>()).Select(entry => entry.Act);
        acts.ShouldBe(leaves ? [ConsentAct.Subscribed, ConsentAct.Unsubscribed] : [ConsentAct.Subscribed]);
    }

    [Fact]
    public async Task Status_that_nobody_knows_is_refused_with_its_row_and_elsewhere_means_nothing()
    {
        await using var audience = await StillOutreach.CreateAsync(StorageEngine.Sqlite);

        var refused = (await audience.ImportAsync(Listmonk.Replace("disabled", "sleeping", StringComparison.Ordinal))).ShouldBeOfType<ImportResult.RowsRefused>();
        var plain = await audience.ImportedAsync("email;status\na@kunta.example;vakituinen\n");

        (refused.Refused.First.Single().Line, refused.Refused.First[0].Faults.Single().Kind).ShouldBe((4, CellFaultKind.Status));
        plain.Subscribed.ShouldBe(1);
    }

    [Fact]
    public async Task Columns_hold_what_somebody_said_of_them()
    {
        await using var audience = await StillOutreach.CreateAsync(StorageEngine.Sqlite, settings => settings.Attributes["vuosi"] = new() { Type = AttributeType.Number });
        var options = new ImportOptions
        {
            Columns = new Dictionary<string, string> { ["Yhteys"] = "address", ["Kuka"] = "name", ["Tila"] = "status", ["Alku"] = "vuosi", ["Kunta"] = "" },
        };

        var counts = await audience.ImportedAsync(
            "Yhteys;Kuka;Tila;Alku;Kunta\na@kunta.example;Aino;subscribed;2019;Atlantis\nb@kunta.example;Bo;unsubscribed;2020;\n", options);

        counts.ShouldBe(new ImportCounts(Rows: 2, Created: 2, Subscribed: 1, Left: 1));
        var aino = await audience.ContactAsync("a@kunta.example");
        (aino.Name, aino.Attributes["vuosi"].GetInt32(), aino.Municipality).ShouldBe(("Aino", 2019, null));
    }

    [Theory]
    [InlineData("Puuttuu", "address", "There is no column \"Puuttuu\"")]
    [InlineData("email", "shoeSize", "\"shoeSize\" is nothing that a column holds")]
    [InlineData("nimi", "address", "mean the same")]
    public async Task What_was_said_wrongly_refuses_the_file_with_words(string heading, string meaning, string said)
    {
        await using var audience = await StillOutreach.CreateAsync(StorageEngine.Sqlite);
        var columns = new Dictionary<string, string> { [heading] = meaning };
        if (meaning == "address" && heading == "nimi")
            columns["email"] = "address";

        var fault = (await audience.ImportAsync("email;nimi\na@kunta.example;Aino\n", new ImportOptions { Columns = columns })).ShouldBeOfType<ImportResult.FileRefused>().Fault;

        fault.Kind.ShouldBe(FileFaultKind.Columns);
        fault.Message.ShouldContain(said);
    }

    private static Task<ImportCounts> ImportAsync(StillOutreach audience, string csv, string name) =>
        audience.ImportedAsync(csv, new ImportOptions { FileName = name });
}
