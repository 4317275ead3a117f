using System.Globalization;
using System.Text;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Audience.Import;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Subscriptions;
using DigiOne.Outreach.Tests.Support;

namespace DigiOne.Outreach.Tests.Audience.Import;

public sealed class ImportContactsTests
{
    [Theory, ClassData(typeof(StorageEngines))]
    public async Task File_from_a_Finnish_spreadsheet_comes_in_whole(StorageEngine engine)
    {
        await using var audience = await StillOutreach.CreateAsync(engine);
        var csv = "\uFEFFSähköposti;Etunimi;Sukunimi;Kieli;Kunta;Organisaatio;Rooli;Huom\r\n"
            + "Maija.Meikalainen@Kunta.example;Maija;Meikäläinen;suomi;91;\"Koulu; \"\"Ala-aste\"\"\";rehtori;x\r\n"
            + "åsa@skola.example;Åsa;Öman;SV;Esbo;\"rad ett\r\nrad två\";;\r\n"
            + ";;;;;;;\r\n"
            + "john@school.example;;;en-GB;;;;";

        var result = (await audience.ImportAsync(csv)).ShouldBeOfType<ImportResult.Imported>();

        result.Counts.ShouldBe(new ImportCounts(Rows: 3, Created: 3, Subscribed: 3));
        result.List.Key.ShouldBe(Team.List);
        result.IgnoredColumns.ShouldBe(["Huom"]);
        var maija = await audience.ContactAsync("maija.meikalainen@kunta.example");
        maija.Address.ShouldBe("Maija.Meikalainen@Kunta.example");
        (maija.Name, maija.Language, maija.Municipality, maija.Organisation, maija.Role)
            .ShouldBe(("Maija Meikäläinen", "fi", "091", "Koulu; \"Ala-aste\"", "rehtori"));
        var asa = await audience.ContactAsync("åsa@skola.example");
        (asa.Name, asa.Language, asa.Municipality, asa.Organisation).ShouldBe(("Åsa Öman", "sv", "049", "rad ett rad två"));
        (await audience.ContactAsync("john@school.example")).Language.ShouldBe("en");
        var subscription = await audience.SubscriptionAsync("john@school.example");
        (subscription.SubscribedAt, subscription.Source, subscription.UnsubscribedAt).ShouldBe((audience.Clock.GetUtcNow(), "import", null));
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Known_contacts_are_updated_where_the_file_says_something(StorageEngine engine)
    {
        await using var audience = await StillOutreach.CreateAsync(engine);
        await audience.ImportedAsync("email,name,language,municipality\nanna@xn--kyl-sla.example,Anna,fi,Oulu\nbo@by.example,Bo,sv,\n");

        var counts = await audience.ImportedAsync("email,name,language,municipality\nANNA@kylä.example,Anna Aalto,,\nbo@by.example,Bo,sv,\n");

        counts.ShouldBe(new ImportCounts(Rows: 2, Updated: 1, Unchanged: 1, AlreadySubscribed: 2));
        var anna = await audience.ContactAsync("anna@xn--kyl-sla.example");
        (anna.Name, anna.Language, anna.Municipality, anna.Address).ShouldBe(("Anna Aalto", "fi", "564", "anna@xn--kyl-sla.example"));
        (await audience.Services.AllAsync<Contact>()).Count.ShouldBe(2);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Known_contacts_stay_as_they_are_when_that_is_chosen_and_still_join_the_list(StorageEngine engine)
    {
        await using var audience = await StillOutreach.CreateAsync(engine);
        await audience.ImportedAsync("email,name\nanna@by.example,Anna\n");

        var counts = await audience.ImportedAsync(
            "email,name\nanna@by.example,Someone\n", new ImportOptions { Existing = KnownContacts.Skip }, "tilaisuudet");

        counts.ShouldBe(new ImportCounts(Rows: 1, Unchanged: 1, Subscribed: 1));
        (await audience.ContactAsync("anna@by.example")).Name.ShouldBe("Anna");
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Nobody_who_left_or_is_suppressed_comes_back(StorageEngine engine)
    {
        await using var audience = await StillOutreach.CreateAsync(engine);
        const string Csv = "email\nleft@by.example\nbounced@by.example\nstays@by.example\n";
        await audience.ImportedAsync(Csv);
        await audience.LeaveAsync(
            await audience.TargetAsync("left@by.example"), UnsubscribeScope.OneList, LeavingWay.OneClick);
        await audience.Services.SuppressAsync("bounced@by.example", SuppressionReason.HardBounce);
        await audience.Services.SuppressAsync("erased@by.example", SuppressionReason.ByHand);

        var counts = await audience.ImportedAsync(Csv + "Erased@by.example\n");

        counts.ShouldBe(new ImportCounts(Rows: 4, Unchanged: 3, AlreadySubscribed: 1, KeptOut: 3));
        (await audience.SubscriptionAsync("left@by.example")).UnsubscribedAt.ShouldNotBeNull();
        (await audience.Services.AllAsync<Contact>()).ShouldNotContain(contact => contact.NormalAddress == "erased@by.example");
        (await audience.ImportedAsync(Csv, list: "toinen")).ShouldBe(
            new ImportCounts(Rows: 3, Unchanged: 3, Subscribed: 2, KeptOut: 1), "leaving one list does not bar another");
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Bad_row_refuses_the_file_and_leaves_nothing_behind(StorageEngine engine)
    {
        await using var audience = await StillOutreach.CreateAsync(engine);

        var result = (await audience.ImportAsync("email;kieli\ngood@by.example;fi\nno address;klingon\n")).ShouldBeOfType<ImportResult.RowsRefused>();

        result.Rows.ShouldBe(2);
        var row = result.Refused.First.ShouldHaveSingleItem();
        row.Line.ShouldBe(3);
        row.Faults.Select(fault => (fault.Column, fault.Excerpt)).ShouldBe([("email", "no address"), ("kieli", "klingon")]);
        (await audience.Services.AllAsync<Contact>()).ShouldBeEmpty();
        (await audience.Services.AllAsync<Subscription>()).ShouldBeEmpty();
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Bad_rows_are_left_out_and_reported_when_that_is_chosen(StorageEngine engine)
    {
        await using var audience = await StillOutreach.CreateAsync(engine);
        var csv = "email;kunta;nimi\n"
            + "good@by.example;Åbo;Good\n"
            + "\"quoted\nbroken\";;\n"
            + "GOOD@by.example;;Twice\n"
            + "town@by.example;Atlantis;\n"
            + $"long@by.example;;{new string('x', 301)}\n"
            + "wide@by.example;;;more\n"
            + ";Turku;Nobody\n"
            + "last@by.example;;\n";

        var result = (await audience.ImportAsync(csv, new ImportOptions { OnError = BadRows.Skip })).ShouldBeOfType<ImportResult.Imported>();

        result.Counts.ShouldBe(new ImportCounts(Rows: 8, Created: 2, Subscribed: 2));
        result.Refused.Count.ShouldBe(6);
        result.Refused.First.Select(row => (row.Line, row.Faults[0].Column)).ShouldBe(
            [(3, "email"), (5, "email"), (6, "kunta"), (7, "nimi"), (8, "4"), (9, "email")]);
        result.Refused.First[1].Faults[0].Reason.ShouldBe("The same address stands on line 2; the first counts.");
        result.Refused.First[3].Faults[0].Excerpt.Length.ShouldBe(60);
        (await audience.ContactAsync("good@by.example")).Name.ShouldBe("Good");
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Row_is_no_repetition_of_one_that_was_refused(StorageEngine engine)
    {
        await using var audience = await StillOutreach.CreateAsync(engine);

        var result = (await audience.ImportAsync(
            "email;kieli;nimi\na@by.example;klingon;First\nA@by.example;sv;Second\na@by.example;fi;Third\n", new ImportOptions { OnError = BadRows.Skip }))
            .ShouldBeOfType<ImportResult.Imported>();

        result.Refused.First.Select(row => (row.Line, row.Faults.Single().Kind, row.Faults.Single().Detail)).ShouldBe(
            [(2, CellFaultKind.Language, "fi, sv, en"), (4, CellFaultKind.SameAddress, "3")]);
        (await audience.ContactAsync("a@by.example")).Name.ShouldBe("Second");
    }

    [Fact]
    public async Task Report_spells_out_no_more_rows_than_asked_for()
    {
        await using var audience = await StillOutreach.CreateAsync(StorageEngine.Sqlite);

        var result = await audience.ImportAsync("email\na\nb\nc\n", new ImportOptions { MaxReportedRows = 2 });

        var refused = result.ShouldBeOfType<ImportResult.RowsRefused>().Refused;
        (refused.Count, refused.First.Count).ShouldBe((3, 2));
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Unknown_list_is_refused_with_the_known_ones_named_and_not_made(StorageEngine engine)
    {
        await using var audience = await StillOutreach.CreateAsync(engine);
        await audience.ImportedAsync("email\na@by.example\n", list: "uutiset");

        var result = await audience.ImportOntoAsync("utiset", "email\nb@by.example\n"u8.ToArray());

        var unknown = result.ShouldBeOfType<ImportResult.ListUnknown>();
        (unknown.Key, unknown.Message).ShouldBe(("utiset", "There is no list \"utiset\". Lists: uutiset."));
        (await audience.Services.AllAsync<Contact>()).Count.ShouldBe(1);
        (await audience.Services.AllAsync<ContactList>()).Select(list => list.Key).ShouldBe(["uutiset"]);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Two_imports_of_one_file_at_once_make_everyone_once(StorageEngine engine)
    {
        await using var audience = await StillOutreach.CreateAsync(engine);
        await audience.ImportedAsync("email\nfirst@by.example\n");
        var csv = People(3_000);

        var counts = await Task.WhenAll(audience.ImportedAsync(csv), audience.ImportedAsync(csv));

        (counts[0].Created + counts[1].Created, counts[0].Subscribed + counts[1].Subscribed).ShouldBe((3_000, 3_000));
        (await audience.Services.AllAsync<Contact>()).Count.ShouldBe(3_001);
        (await audience.Services.AllAsync<Subscription>()).Count.ShouldBe(3_001);
    }

    [Fact]
    public async Task Old_Excel_encoding_is_read_when_it_is_said()
    {
        await using var audience = await StillOutreach.CreateAsync(StorageEngine.Sqlite);
        var bytes = CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes("sähköposti;nimi\r\na@by.example;Äijä “Öö”\r\n");

        await audience.ImportAsync(bytes, new ImportOptions { Encoding = CsvEncoding.Windows1252 });

        (await audience.ContactAsync("a@by.example")).Name.ShouldBe("Äijä “Öö”");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Unicode_text_of_a_spreadsheet_with_tabs_is_read(bool bigEndian)
    {
        await using var audience = await StillOutreach.CreateAsync(StorageEngine.Sqlite);
        var encoding = new UnicodeEncoding(bigEndian, byteOrderMark: true);

        await audience.ImportAsync([.. encoding.GetPreamble(), .. encoding.GetBytes("E-mail\tNamn\r\na@by.example\tÖrjan, \"Ö\"\r\n".Replace("Örjan, \"Ö\"", "\"Örjan, \"\"Ö\"\"\"", StringComparison.Ordinal))]);

        (await audience.ContactAsync("a@by.example")).Name.ShouldBe("Örjan, \"Ö\"");
    }

    [Theory]
    [InlineData("email,name\n\"a@by.example\",\"Aalto; Anna\"\n", "Aalto; Anna")]
    [InlineData("email;name\na@by.example;Aalto, Anna, Aino, Aili\n", "Aalto, Anna, Aino, Aili")]
    [InlineData("sep=|\r\nemail|name\r\na@by.example|Anna\r\n", "Anna")]
    [InlineData("\r\n\r\nNAME\tAddress\r\nAnna\ta@by.example\r\n", "Anna")]
    [InlineData("name,osoite,email\nAnna,Katu 1,a@by.example\n", "Anna")]
    [InlineData("email,name\na@by.example,\"  Anna\u202E\u0007   Aalto\u00A0\"\n", "Anna Aalto")]
    public async Task What_spreadsheets_write_is_understood(string csv, string name)
    {
        await using var audience = await StillOutreach.CreateAsync(StorageEngine.Sqlite);
        (await audience.ImportedAsync(csv)).Created.ShouldBe(1);
        (await audience.ContactAsync("a@by.example")).Name.ShouldBe(name);
    }

    private static string People(int count)
    {
        var csv = new StringBuilder("email,name,language,municipality\n");
        for (var person = 0; person < count; person++)
            csv.Append(CultureInfo.InvariantCulture, $"p{person}@by.example,Person {person},{(person % 3 == 0 ? "sv" : "fi")},091\n");
        return csv.ToString();
    }
}
