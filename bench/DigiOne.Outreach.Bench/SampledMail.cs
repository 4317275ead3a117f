using System.Text.Json.Nodes;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Drill;
using DigiOne.Outreach.Rendering;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Bench;

/// <summary>Messages that somebody waits for, one every so often, whatever becomes of the last one.</summary>
internal sealed class SampledMail(IServiceProvider services)
{
    internal static readonly TimeSpan Every = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>Sends them until it is stopped.</summary>
    internal async Task SendAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Every);
        var sending = new List<Task>();
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
                sending.Add(Task.Run(SendOneAsync, CancellationToken.None));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // There are enough.
        }

        await Task.WhenAll(sending);
    }

    /// <summary>When each was written, and when it was accepted.</summary>
    /// <exception cref="InvalidOperationException">Some never were.</exception>
    internal async Task<IReadOnlyList<(DateTimeOffset From, DateTimeOffset Until)>> TimesAsync(CancellationToken cancellationToken)
    {
        for (var waited = TimeSpan.Zero; ; waited += Look)
        {
            await using var scope = services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<OutreachDb>();
            var times = await db.Set<Mailing>().Where(mailing => mailing.Lane == Lane.Transactional)
                .Join(db.Set<Delivery>(), mailing => mailing.Id, delivery => delivery.MailingId, (mailing, delivery) => new { mailing.CreatedAt, delivery.SettledAt, delivery.State })
                .ToListAsync(cancellationToken);
            var waiting = times.Count(time => time.State != DeliveryState.Accepted);
            if (waiting == 0)
                return [.. times.Select(time => (time.CreatedAt, time.SettledAt!.Value))];
            if (waited > Patience)
                throw new InvalidOperationException($"{waiting} of {times.Count} messages never left.");
            await Task.Delay(Look, cancellationToken);
        }
    }

    private async Task SendOneAsync()
    {
        await using var scope = services.CreateAsyncScope();
        var template = scope.ServiceProvider.GetRequiredService<TemplateLibrary>().LoadInline("<p>{{ contact.name }}</p>", null);
        scope.ServiceProvider.GetRequiredService<ScheduleMailing>().Add(
            new MailingDraft
            {
                Name = "Vahvistus",
                Kind = MailingKind.Test,
                SenderKey = DrillSettings.Sender,
                Template = template,
                Variants = new Dictionary<string, VariantDraft> { ["fi"] = new(new JsonObject()) },
                Recipients = [new Recipient(DrillPeople.Address(1), "Väinö Lukija", "fi")],
                DueAt = TimeProvider.System.GetUtcNow(),
            },
            CancellationToken.None);
        await scope.ServiceProvider.GetRequiredService<OutreachDb>().SaveChangesAsync(CancellationToken.None);
    }
}
