namespace DigiOne.Outreach.Audience.Import;

/// <summary>What a column may hold.</summary>
internal enum Field
{
    Address,
    Name,
    FirstName,
    LastName,
    Language,
    Municipality,
    Organisation,
    Role,
    Status,
    LeftAt,
    CleanedAt,
    Json,
}

/// <summary>Which system wrote a file.</summary>
internal enum SourceSystem
{
    /// <summary>A spreadsheet, or one that nobody knows.</summary>
    Unknown,

    /// <summary>listmonk's export of subscribers.</summary>
    Listmonk,

    /// <summary>An audience's export of Mailchimp.</summary>
    Mailchimp,

    /// <summary>Our own export.</summary>
    Ourselves,
}

/// <summary>What headings mean, in Finnish, Swedish and English, and in the exports of other systems.</summary>
internal static class Headings
{
    // A status means consent in these exports only; elsewhere it may be anything.
    private const string ListmonkMark = "uuid";
    private const string MailchimpMark = "leid";

    /// <summary>The heading of the column of our own export that tells when a subscription began.</summary>
    internal const string OwnMark = "subscribed at";

    private static readonly Dictionary<Field, string[]> ByField = new()
    {
        [Field.Address] = ["email", "e-mail address", "mail", "sähköposti", "sähköpostiosoite", "s-posti", "e-post", "e-postadress"],
        [Field.Name] = ["name", "full name", "nimi", "koko nimi", "namn", "fullständigt namn"],
        [Field.FirstName] = ["first name", "given name", "etunimi", "förnamn"],
        [Field.LastName] = ["last name", "surname", "family name", "sukunimi", "efternamn"],
        [Field.Language] = ["language", "lang", "kieli", "språk"],
        [Field.Municipality] = ["municipality", "kunta", "kommun", "kuntakoodi", "kuntanumero", "kommunkod"],
        [Field.Organisation] = ["organisation", "organization", "organisaatio", "company", "yritys", "företag"],
        [Field.Role] = ["role", "title", "rooli", "tehtävä", "titteli", "roll", "befattning"],
    };

    // These mean a street where another column has the mailbox.
    private static readonly string[] WeakAddress = ["address", "osoite", "adress"];

    private static readonly Dictionary<string, Field> Known =
        (from field in ByField from heading in field.Value select (field.Key, heading)).ToDictionary(pair => Fold(pair.heading), pair => pair.Key);

    private static readonly Dictionary<string, Field> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["address"] = Field.Address,
        ["email"] = Field.Address,
        ["name"] = Field.Name,
        ["firstName"] = Field.FirstName,
        ["lastName"] = Field.LastName,
        ["language"] = Field.Language,
        ["municipality"] = Field.Municipality,
        ["organisation"] = Field.Organisation,
        ["role"] = Field.Role,
        ["status"] = Field.Status,
    };

    /// <summary>The headings that mean the address.</summary>
    internal static IEnumerable<string> OfAddress => [.. ByField[Field.Address], .. WeakAddress];

    /// <summary>The words by which somebody says what a column holds.</summary>
    internal static IEnumerable<string> FieldWords => Words.Keys.Where(word => word != "email");

    /// <summary>The field that such a word means; null where it is none.</summary>
    internal static Field? FieldOf(string word) => Words.TryGetValue(word, out var field) ? field : null;

    /// <summary>The word for a field; empty for one that nobody can say.</summary>
    internal static string WordOf(Field field) => Words.Where(word => word.Value == field).Select(word => word.Key).FirstOrDefault("");

    /// <summary>Which system writes such headings.</summary>
    internal static SourceSystem SystemOf(IEnumerable<string> headings)
    {
        var folded = headings.Select(Fold).ToHashSet();
        return folded.Contains(ListmonkMark) && folded.Contains("attributes") && folded.Contains("status") ? SourceSystem.Listmonk
            : folded.Contains(MailchimpMark) && folded.Contains("euid") ? SourceSystem.Mailchimp
            : folded.Contains(Fold(OwnMark)) && folded.Contains("status") ? SourceSystem.Ourselves
            : SourceSystem.Unknown;
    }

    /// <summary>What a heading means in a file of a system; null for nothing.</summary>
    internal static Field? Find(string heading, SourceSystem system) => (system, Fold(heading)) switch
    {
        (not SourceSystem.Unknown, "status") => Field.Status,
        (SourceSystem.Listmonk, "attributes") => Field.Json,
        (SourceSystem.Mailchimp, "unsubtime") or (SourceSystem.Ourselves, "unsubscribedat") => Field.LeftAt,
        (SourceSystem.Mailchimp, "cleantime") => Field.CleanedAt,
        (_, var folded) => Known.TryGetValue(folded, out var field) ? field : null,
    };

    /// <summary>Whether a heading may mean the address where none says so clearly.</summary>
    internal static bool IsWeakAddress(string heading) => WeakAddress.Contains(Fold(heading));

    /// <summary>Headings in quotation marks, as many as fit a sentence.</summary>
    internal static string Quoted(IEnumerable<string> headings) =>
        string.Join(", ", headings.Take(30).Select(heading => $"\"{(heading.Length > 40 ? heading[..40] + "…" : heading)}\""));

    /// <summary>A heading without what people write differently.</summary>
    internal static string Fold(string heading) => string.Concat(heading.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
