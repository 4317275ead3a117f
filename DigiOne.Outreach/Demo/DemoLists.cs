using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Audience.Import;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Subscriptions;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Demo;

/// <summary>Puts made-up people on two lists, and lets some of them leave again.</summary>
internal sealed class DemoLists(IDbContextFactory<OutreachDb> databases, ImportContacts import, Unsubscribe unsubscribe, Suppress suppress, TimeProvider clock)
{
    internal const string Newsletter = "uutiskirje";
    internal const string Sessions = "tietoiskut";

    private const int People = 1000;

    /// <summary>Fills an empty database.</summary>
    internal async Task SeedAsync(CancellationToken cancellationToken)
    {
        await using var db = databases.CreateDbContext();
        var newsletter = List(Newsletter, "DigiOne-uutiskirje", "DigiOnes nyhetsbrev", "DigiOne newsletter");
        db.AddRange(newsletter, List(Sessions, "Tietoiskut ja infotilaisuudet", "Infoträffar och infotillfällen", "Info sessions"));
        await db.SaveChangesAsync(cancellationToken);

        var people = DemoContacts.MakeUp(People);
        await ImportAsync(people, Newsletter, cancellationToken);
        // Two of five want to hear of sessions, in every language.
        await ImportAsync(people.Where((_, number) => number % 5 is 1 or 3), Sessions, cancellationToken);

        // Spread over the alphabet and the languages; the numbers have no meaning.
        var contacts = await db.Set<Contact>().AsNoTracking().OrderBy(contact => contact.Id).ToListAsync(cancellationToken);
        foreach (var contact in Every(contacts, 83))
            await LeaveAsync(contact, newsletter.Id, UnsubscribeScope.OneList, LeavingWay.Link, cancellationToken);
        foreach (var contact in Every(contacts, 231))
            await LeaveAsync(contact, newsletter.Id, UnsubscribeScope.Everything, LeavingWay.OneClick, cancellationToken);
        foreach (var contact in Every(contacts, 119))
            await SuppressAsync(contact, SuppressionReason.HardBounce, "550 5.1.1 User unknown", cancellationToken);
        await SuppressAsync(contacts[508], SuppressionReason.Complaint, null, cancellationToken);
    }

    private static IEnumerable<Contact> Every(IEnumerable<Contact> contacts, int step) => contacts.Where((_, number) => number % step == step - 1);

    private ContactList List(string key, string finnish, string swedish, string english) => new()
    {
        Key = key,
        Names = new Dictionary<string, string> { ["fi"] = finnish, ["sv"] = swedish, ["en"] = english },
        LegalBasis = LegalBasis.Consent,
        CreatedAt = clock.GetUtcNow(),
    };

    private Task<bool> SuppressAsync(Contact contact, SuppressionReason reason, string? note, CancellationToken cancellationToken) =>
        suppress.ExecuteAsync(contact.NormalAddress, reason, new SuppressionOrigin(SuppressionSource.Demo, Note: note), cancellationToken);

    private Task<UnsubscribeResult> LeaveAsync(Contact contact, ListId list, UnsubscribeScope scope, LeavingWay way, CancellationToken cancellationToken) =>
        unsubscribe.RunAsync(new UnsubscribeTarget(contact.Id, list, Mailing: null), scope, way, cancellationToken);

    private async Task ImportAsync(IEnumerable<DemoContact> people, string list, CancellationToken cancellationToken)
    {
        await using var csv = DemoContacts.ToCsv(people);
        var result = await import.RunAsync(csv, list, new ImportOptions { Way = ConsentWay.Demo }, cancellationToken);
        if (result is not ImportResult.Imported)
            throw new InvalidOperationException($"The made-up people were not imported: {result}");
    }
}
