using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Hosting;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Drill;

/// <summary>
/// Kills the processes that send a mailing, again and again, at every point where something could be lost or sent twice,
/// lets the rest finish, and compares the server's record with the ledger.
/// </summary>
internal sealed class CrashDrill(CrashPlan plan, Random random, TimeProvider clock, Action<DrillProgress> show)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(1.5);

    // How many transactions may begin between one hit and the next; the fifth that is left over is for the end.
    private readonly int _share = Math.Max(plan.Recipients * 4 / 5 / (plan.Kills + 1), 2);

    /// <summary>Runs it.</summary>
    /// <exception cref="DrillFailure">It could not be brought to its end.</exception>
    internal async Task<(CrashResult Result, RecordComparison Comparison)> RunAsync(CancellationToken cancellationToken)
    {
        await using var place = await DrillPlace.CreateAsync(plan.Postgres, plan.Keep, cancellationToken);
        DrillSmtpServer? listening = null;
        using var crew = new WorkerCrew(name => PlanOf(name, place, listening!), plan.Nodes, clock);
        var witness = new CrashWitness(crew, random);
        await using var server = listening = new DrillSmtpServer(witness, CrashPlan.SocketBuffer);
        var settings = DrillSettings.Create(place.Storage, server.Address, CrashPlan.Connections, plan.Templates);
        await using var services = OutreachHost.CreateServices(settings);
        show(new DrillProgress("Making up people"));
        var mailing = await PrepareAsync(services, cancellationToken);
        var ledger = new DrillLedger(services.GetRequiredService<IDbContextFactory<OutreachDb>>(), mailing);

        var kills = await HitAsync(crew, witness, ledger, cancellationToken);
        show(new DrillProgress("Letting the rest go out"));
        witness.Release();
        await ledger.WaitUntilClosedAsync(Patience + TimeSpan.FromSeconds(plan.Recipients / 100.0), crew, clock, cancellationToken);
        await crew.StopAsync();
        if (witness.LateKills > 0)
            throw new DrillFailure($"{witness.LateKills} kills in the middle of a message came after its final dot: this system holds more of it than it was told to.");
        return Compare(await ledger.LinesAsync(cancellationToken), witness, crew, kills);
    }

    private async Task<int> HitAsync(WorkerCrew crew, CrashWitness witness, DrillLedger ledger, CancellationToken cancellationToken)
    {
        var points = new KillPoints(random);
        var kills = 0;
        while (kills < plan.Kills)
        {
            var started = crew.Start();
            crew.Check();
            // The first start comes before anybody could be lost.
            var point = points.Next(mayStartUp: started.Count > 0 && await ledger.IsOutstandingAsync(cancellationToken));
            witness.Allow(_share);
            switch (point)
            {
                case KillPoint.StartUp:
                    await Task.Delay(LongestStart * random.NextDouble(), clock, cancellationToken);
                    crew.Kill(started[0]);
                    break;
                case KillPoint.Sleep:
                    await crew.SleepAsync(
                        await VictimAsync(KillPoint.Anywhen), CrashPlan.Leases.Transaction + TimeSpan.FromSeconds(1), cancellationToken);
                    break;
                case KillPoint.Anywhen:
                    var victim = await VictimAsync(point);
                    await Task.Delay(TimeSpan.FromMilliseconds(30 * random.NextDouble()), clock, cancellationToken);
                    crew.Kill(victim);
                    break;
                default:
                    await VictimAsync(point);
                    break;
            }

            // A kill after the last outcome proves nothing.
            if (!await ledger.IsOutstandingAsync(cancellationToken))
                throw new DrillFailure($"The mailing was over after {kills} of {plan.Kills} kills; ask for more recipients.");
            show(new DrillProgress("Killing", ++kills, plan.Kills));
        }

        crew.Start();
        return kills;

        async Task<string> VictimAsync(KillPoint point)
        {
            var ambush = witness.AmbushAsync(point, random.Next(1, Math.Max(_share / 2, 2)));
            try
            {
                return await ambush.WaitAsync(Patience, clock, cancellationToken);
            }
            catch (TimeoutException)
            {
                throw new DrillFailure($"Nobody sent anything for {Patience.TotalSeconds:0} s. {crew.Said}");
            }
        }
    }

    private async Task<MailingId> PrepareAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await services.GetRequiredService<Migrator>().MigrateAsync(cancellationToken);
        await using var scope = services.CreateAsyncScope();
        var lists = await ActivatorUtilities.CreateInstance<DrillPeople>(scope.ServiceProvider)
            .SeedAsync(plan.Recipients, lists: 1, suppressed: 0, cancellationToken);
        return await ActivatorUtilities.CreateInstance<DrillIssue>(scope.ServiceProvider).ScheduleAsync(lists, CrashPlan.MessageSize, cancellationToken);
    }

    private (CrashResult Result, RecordComparison Comparison) Compare(IReadOnlyList<LedgerLine> ledger, CrashWitness witness, WorkerCrew crew, int kills)
    {
        var compared = CompareRecords.Execute(Enumerable.Range(1, plan.Recipients).Select(DrillPeople.Address), ledger, witness.Taken, crew.Lives);
        return (
            new CrashResult(
                plan.Engine, plan.Nodes, plan.Recipients, kills, ledger.Count(line => line.State == DeliveryState.Accepted), compared.Lost.Count,
                compared.SentTwice.Count, compared.InDoubt, compared.MaxInDoubtPerKill),
            compared);
    }

    private WorkerPlan PlanOf(string name, DrillPlace place, DrillSmtpServer server) => new(
        name, place.Folder, place.Storage.Postgres, server.Address, CrashPlan.Connections, plan.Templates,
        CrashPlan.Leases.Claim, CrashPlan.Leases.Transaction);
}
