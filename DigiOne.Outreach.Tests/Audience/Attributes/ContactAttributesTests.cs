using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Audience.Import;
using DigiOne.Outreach.Hosting;
using DigiOne.Outreach.Problems;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;

namespace DigiOne.Outreach.Tests.Audience;

public sealed class ContactAttributesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(AttributeType.Text, "Päiväkoti", "\"P\\u00E4iv\\u00E4koti\"")]
    [InlineData(AttributeType.Number, "12,5", "12.5")]
    [InlineData(AttributeType.Number, "-3", "-3")]
    [InlineData(AttributeType.Number, "1e9", null)]
    [InlineData(AttributeType.Number, "kaksi", null)]
    [InlineData(AttributeType.Date, "1.3.2027", "\"2027-03-01\"")]
    [InlineData(AttributeType.Date, "2027-03-01", "\"2027-03-01\"")]
    [InlineData(AttributeType.Date, "30.2.2027", null)]
    [InlineData(AttributeType.Boolean, "Kyllä", "true")]
    [InlineData(AttributeType.Boolean, "nej", "false")]
    [InlineData(AttributeType.Boolean, "ehkä", null)]
    [InlineData(AttributeType.Choice, "Kulta", "\"gold\"")]
    [InlineData(AttributeType.Choice, "GOLD", "\"gold\"")]
    [InlineData(AttributeType.Choice, "pronssi", null)]
    public void Value_is_read_as_its_type(AttributeType type, string text, string? stored)
    {
        var options = new AttributeOptions { Type = type };
        if (type == AttributeType.Choice)
            options.Choices["gold"] = new AttributeChoiceOptions { Names = { ["fi"] = "Kulta" } };

        ContactAttributes.TryRead(ContactAttribute.Of("taso", options), text, out var value).ShouldBe(stored is not null);

        if (stored is not null)
            value.GetRawText().ShouldBe(stored);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Attributes_are_imported_by_key_or_name_and_kept_where_a_row_says_nothing(StorageEngine engine)
    {
        await using var audience = await StillOutreach.CreateAsync(engine, Declare);

        await audience.ImportedAsync("email;Jäsenmäärä;joined\na@by.example;1200,5;1.3.2020\n");
        (await audience.ImportedAsync("email;size\na@by.example;\n")).Unchanged.ShouldBe(1);
        (await audience.ImportedAsync("email;size\na@by.example;7\n")).Updated.ShouldBe(1);

        (await ValuesAsync(audience)).ShouldBe(["joined = \"2020-03-01\"", "size = 7"]);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Row_whose_attribute_is_of_another_type_is_refused_with_the_reason(StorageEngine engine)
    {
        await using var audience = await StillOutreach.CreateAsync(engine, Declare);

        var refused = (await audience.ImportAsync("email;size\na@by.example;paljon\n")).ShouldBeOfType<ImportResult.RowsRefused>();

        var fault = refused.Refused.First.ShouldHaveSingleItem().Faults.ShouldHaveSingleItem();
        (fault.Column, fault.Kind, fault.Reason).ShouldBe(("size", CellFaultKind.Attribute, "This is not a number such as 12.5."));
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Team_edits_a_person_and_who_edits_an_older_revision_is_told(StorageEngine engine)
    {
        await using var audience = await StillOutreach.CreateAsync(engine, Declare);
        await audience.ImportedAsync("email;size\na@by.example;7\n");
        var contact = await audience.ContactAsync("a@by.example");
        var draft = new ContactDraft
        {
            Name = "Aino",
            Language = "sv",
            Municipality = "Esbo",
            Attributes = new Dictionary<string, string> { ["size"] = "", ["joined"] = "2.3.2020" },
        };

        (await EditAsync(0, draft)).ShouldBeOfType<SaveOutcome<ContactId>.Saved>();
        (await EditAsync(0, draft)).ShouldBeOfType<SaveOutcome<ContactId>.Outdated>();

        var edited = await audience.ContactAsync("a@by.example");
        (edited.Name, edited.Language, edited.Municipality).ShouldBe(("Aino", "sv", "049"));
        (await ValuesAsync(audience)).ShouldBe(["joined = \"2020-03-02\""]);

        Task<SaveOutcome<ContactId>> EditAsync(int revision, ContactDraft person) => audience.Services.UseAsync<EditContact, SaveOutcome<ContactId>>(
            edit => edit.ExecuteAsync(contact.Id, revision, person, null, Token));
    }

    private static void Declare(Settings settings)
    {
        settings.Attributes["size"] = new AttributeOptions { Type = AttributeType.Number, Names = { ["fi"] = "Jäsenmäärä" } };
        settings.Attributes["joined"] = new AttributeOptions { Type = AttributeType.Date };
    }

    private static async Task<IEnumerable<string>> ValuesAsync(StillOutreach audience) =>
        (await audience.ContactAsync("a@by.example")).Attributes.OrderBy(value => value.Key, StringComparer.Ordinal).Select(value => $"{value.Key} = {value.Value.GetRawText()}");
}
