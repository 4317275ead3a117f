using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Newsletters;
using DigiOne.Outreach.Problems;
using DigiOne.Outreach.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Bench;

/// <summary>The items that are measured: newsletters to a list of one reader.</summary>
internal static class Mailings
{
    private const string List = "bench";

    internal static async Task SubscribeReaderAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<OutreachDb>();
        var now = TimeProvider.System.GetUtcNow();
        var list = new ContactList
        {
            Key = List,
            Names = new Dictionary<string, string> { ["fi"] = "Mittaus" },
            LegalBasis = LegalBasis.Consent,
            CreatedAt = now,
        };
        var reader = new Contact
        {
            Address = "lukija@kunta.example",
            NormalAddress = "lukija@kunta.example",
            Language = "fi",
            CreatedAt = now,
        };
        db.AddRange(list, reader);
        await db.SaveChangesAsync(cancellationToken);
        db.Add(new Subscription { ContactId = reader.Id, ListId = list.Id, SubscribedAt = now, Source = "bench" });
        await db.SaveChangesAsync(cancellationToken);
    }

    internal static async Task<MailingId> ScheduleAsync(IServiceProvider services, DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var draft = new CampaignDraft
        {
            Name = "Mittaus",
            List = List,
            Variants = new Dictionary<string, CampaignText>
            {
                ["fi"] = new("Mittaus", "Hei **kaikki**!", "", [new Article("Artikkeli", "Teksti.", "https://digione.example/")]),
            },
        };
        var saved = await scope.ServiceProvider.GetRequiredService<SaveCampaign>().CreateAsync(draft, cancellationToken);
        var scheduled = await scope.ServiceProvider.GetRequiredService<ScheduleCampaign>()
            .ExecuteAsync(((SaveOutcome<CampaignId>.Saved)saved).Id, dueAt, cancellationToken);
        return ((ScheduleOutcome<MailingId>.Scheduled)scheduled).Id;
    }
}
