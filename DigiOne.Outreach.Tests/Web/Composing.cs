using System.Text.RegularExpressions;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.InfoSessions;
using DigiOne.Outreach.Newsletters;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Tests.Web;

/// <summary>What the tests of composing share: people to write to, and forms filled in.</summary>
internal static partial class Composing
{
    internal const string List = "uutiset";

    /// <summary>Makes a list with three Finnish, two Swedish and one English reader.</summary>
    internal static async Task HavePeopleAsync(this RunningWeb web)
    {
        var now = web.Clock.GetUtcNow();
        var list = new ContactList
        {
            Key = List,
            Names = new Dictionary<string, string> { ["fi"] = "Uutiskirje", ["sv"] = "Nyhetsbrev", ["en"] = "Newsletter" },
            LegalBasis = LegalBasis.Consent,
            CreatedAt = now,
        };
        var contacts = new[] { "fi", "fi", "fi", "sv", "sv", "en" }.Index().Select(person => new Contact
        {
            Address = $"reader{person.Index}@example.org",
            NormalAddress = $"reader{person.Index}@example.org",
            Name = $"Reader {person.Index}",
            Language = person.Item,
            Municipality = "091",
            CreatedAt = now,
        }).ToList();
        await using var db = web.Database();
        db.Add(list);
        db.AddRange(contacts);
        await db.SaveChangesAsync();
        db.AddRange(contacts.Select(contact => new Subscription { ContactId = contact.Id, ListId = list.Id, SubscribedAt = now, Source = "form" }));
        await db.SaveChangesAsync();
    }

    /// <summary>The fields of a newsletter in Finnish and Swedish.</summary>
    internal static Dictionary<string, string> Newsletter(string name = "Syksy") => new()
    {
        ["_handler"] = "newsletter",
        ["do"] = "save",
        ["name"] = name,
        ["list"] = List,
        ["sender"] = "digione",
        ["fallbackLanguage"] = "",
        ["revision"] = "0",
        ["variants.fi.subject"] = "Syksyn uutiset",
        ["variants.fi.preheader"] = "Mit",
        ["variants.fi.body"] = "Hei **kaikki**",
        ["variants.fi.articles"] = "1",
        ["variants.fi.articles.0.title"] = "Koulutus",
        ["variants.fi.articles.0.body"] = "Tule mukaan",
        ["variants.fi.articles.0.link"] = "https://example.org/koulutus",
        ["variants.fi.articles.0.linkText"] = "Lue",
        ["variants.sv.subject"] = "Nyheter",
        ["variants.sv.articles"] = "0",
        ["variants.en.articles"] = "0",
    };

    /// <summary>The fields of an info session ten days from now.</summary>
    internal static Dictionary<string, string> Session(RunningWeb web)
    {
        var day = web.Clock.GetUtcNow().AddDays(10).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        return new()
        {
            ["_handler"] = "session",
            ["do"] = "save",
            ["list"] = List,
            ["sender"] = "digione",
            ["fallbackLanguage"] = "fi",
            ["revision"] = "0",
            ["startsAt"] = $"{day}T10:00",
            ["endsAt"] = $"{day}T11:00",
            ["place"] = "Kirjasto",
            ["onlineUrl"] = "",
            ["texts.fi.title"] = "Tietoisku",
            ["texts.fi.description"] = "Tervetuloa",
        };
    }

    /// <summary>The fields of a post for two networks.</summary>
    internal static Dictionary<string, string> Post() => new()
    {
        ["_handler"] = "post",
        ["do"] = "save",
        ["name"] = "Ilmoittautuminen auki",
        ["revision"] = "0",
        ["texts.linkedin"] = "Tule mukaan",
        ["texts.x"] = "Mukaan!",
    };

    /// <summary>Opens a page, sends its form, and returns what came back.</summary>
    internal static Task<HttpResponseMessage> SendAsync(this Visitor visitor, string path, IReadOnlyDictionary<string, string> fields) =>
        visitor.PostAsync(path, path, [.. fields.Select(field => (field.Key, field.Value))]);

    /// <summary>Sends a form that is taken, and returns where it leads.</summary>
    internal static async Task<string> TakenAsync(this Visitor visitor, string path, IReadOnlyDictionary<string, string> fields)
    {
        using var answer = await visitor.SendAsync(path, fields);
        if ((int)answer.StatusCode is not (302 or 303))
            Assert.Fail($"{path} answered {answer.StatusCode}: {await answer.TextAsync()}");
        return answer.Headers.Location!.IsAbsoluteUri ? answer.Headers.Location.PathAndQuery : answer.Headers.Location.ToString();
    }

    internal static Task<string> TextAsync(this HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    /// <summary>The address without what the page is told in its query.</summary>
    internal static string Plain(this string path) => path.Split('?')[0];

    /// <summary>The token of a page's forms.</summary>
    internal static string TokenOf(string page) => Token().Match(page).Groups[1].Value;

    /// <summary>Rows of every table that composing writes to.</summary>
    internal static async Task<string> RowsAsync(this RunningWeb web)
    {
        await using var db = web.Database();
        return string.Join(", ", await db.Set<Campaign>().Select(row => row.Revision).SumAsync(),
            await db.Set<InfoSession>().Select(row => row.Revision).SumAsync(),
            await db.Set<Outreach.Social.Post>().Select(row => row.Revision).SumAsync(),
            await db.Set<Mailing>().CountAsync(),
            await db.Set<DueItem>().CountAsync(),
            await db.Set<ContactList>().CountAsync(),
            await db.Set<Contact>().CountAsync());
    }

    [GeneratedRegex("name=\"form-token\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
