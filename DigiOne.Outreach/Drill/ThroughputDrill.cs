using System.Security.Cryptography;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Hosting;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Drill;

/// <summary>
/// Sends one mailing to made-up people the whole way that mail takes: frozen audience, claims, filled holes, ledger, SMTP,
/// until its certificate adds up. A small mailing goes before it and is not counted: a service runs for months, and its first
/// seconds are the runtime's, which compiles what it meets.
/// </summary>
internal sealed class ThroughputDrill(ThroughputPlan plan, Action<DrillProgress> show)
{
    private const int WarmUp = 25_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Runs it.</summary>
    /// <exception cref="DrillFailure">It could not be brought to its end, or somebody was not accepted.</exception>
    internal async Task<ThroughputResult> RunAsync(CancellationToken cancellationToken)
    {
        await using var place = await DrillPlace.CreateAsync(plan.Postgres, plan.Keep, cancellationToken);
        await using var sink = plan.Relay is null ? await SinkProcess.StartAsync(cancellationToken) : null;
        var settings = DrillSettings.Create(place.Storage, plan.Relay ?? sink!.Address, plan.Connections, plan.Templates);
        // Waiting for a canary is caution, no part of speed.
        settings.Tripwire.From = int.MaxValue;
        if (plan.Dkim)
            settings.Senders[DrillSettings.Sender].Dkim = NewKey(place.Folder);
        using var host = OutreachHost.CreateWorker(settings);
        try
        {
            await host.Services.GetRequiredService<Migrator>().MigrateAsync(cancellationToken);
            show(new DrillProgress("Making up people"));
            var (few, all) = await PrepareAsync(host, cancellationToken);
            show(new DrillProgress("Warming up"));
            await WaitUntilClosedAsync(host.Services, await ScheduleAsync(host, few, cancellationToken), cancellationToken);
            return await MeasureAsync(host, place, all, cancellationToken);
        }
        finally
        {
            await host.StopAsync(CancellationToken.None);
        }
    }

    private async Task<(ListId Few, ListId All)> PrepareAsync(IHost host, CancellationToken cancellationToken)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var people = ActivatorUtilities.CreateInstance<DrillPeople>(scope.ServiceProvider);
        var all = await people.SeedAsync(plan.Recipients, lists: 1, suppressed: 0, cancellationToken);
        var few = await people.FewAsync(Math.Min(WarmUp, plan.Recipients), cancellationToken);
        await host.StartAsync(cancellationToken);
        return (few, all[0]);
    }

    private async Task<MailingId> ScheduleAsync(IHost host, ListId list, CancellationToken cancellationToken)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await ActivatorUtilities.CreateInstance<DrillIssue>(scope.ServiceProvider).ScheduleAsync([list], plan.Size, cancellationToken);
    }

    private async Task<ThroughputResult> MeasureAsync(IHost host, DrillPlace place, ListId list, CancellationToken cancellationToken)
    {
        var (cpu, bytes) = (OwnProcess.ProcessorTime, await place.BytesWrittenAsync(cancellationToken));
        var (account, started) = await WaitUntilClosedAsync(host.Services, await ScheduleAsync(host, list, cancellationToken), cancellationToken);
        cpu = OwnProcess.ProcessorTime - cpu;
        bytes = await place.BytesWrittenAsync(cancellationToken) - bytes;
        if (account.Counts.Accepted != plan.Recipients)
            throw new DrillFailure($"Only {account.Counts.Accepted} of {plan.Recipients} messages were accepted; {account.Counts.Rejected} were rejected, {account.Counts.InDoubt} are in doubt.");

        return new ThroughputResult(
            plan.Recipients,
            plan.Connections,
            plan.Dkim,
            plan.Engine,
            Math.Round(account.Counts.Accepted / (account.LastAcceptedAt!.Value - started).TotalSeconds, 1),
            Math.Round(cpu.TotalSeconds * 1000 / account.Counts.Accepted, 3),
            OwnProcess.PeakMemory,
            bytes);
    }

    private async Task<(Certificate Account, DateTimeOffset Started)> WaitUntilClosedAsync(
        IServiceProvider services, MailingId id, CancellationToken cancellationToken)
    {
        var clock = services.GetRequiredService<TimeProvider>();
        var begun = clock.GetTimestamp();
        var patience = TimeSpan.FromSeconds(120 + (plan.Recipients / 100.0));
        while (true)
        {
            await Task.Delay(Pause, clock, cancellationToken);
            await using var scope = services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<OutreachDb>();
            if (await db.Set<Certificate>().AsNoTracking().Where(row => row.MailingId == id).SingleOrDefaultAsync(cancellationToken) is { } account)
                return (account, (await db.Set<Mailing>().AsNoTracking().SingleAsync(row => row.Id == id, cancellationToken)).ActivatedAt!.Value);

            // Counting a million rows costs: only for who watches.
            if (plan.IsWatched)
            {
                var accepted = await db.Set<Delivery>().CountAsync(row => row.MailingId == id && row.Queue == DeliveryState.Accepted, cancellationToken);
                show(new DrillProgress("Sending", accepted, plan.Recipients));
                await Task.Delay(Pause * 4, clock, cancellationToken);
            }

            if (clock.GetElapsedTime(begun) > patience)
                throw new DrillFailure($"After {patience.TotalMinutes:0} minutes the mailing is not closed.");
        }
    }

    private static DkimOptions NewKey(string folder)
    {
        var file = Path.Combine(folder, "dkim.pem");
        using var key = RSA.Create(2048);
        File.WriteAllText(file, key.ExportPkcs8PrivateKeyPem());
        return new DkimOptions { Domain = DrillSettings.Domain, Selector = "s1", PrivateKeyFile = file };
    }
}
