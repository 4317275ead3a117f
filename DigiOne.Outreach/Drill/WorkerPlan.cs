using System.Text.Json;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Hosting;
using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Drill;

/// <summary>What a worker of a crash drill is told, by a file in the drill's own folder.</summary>
internal sealed record WorkerPlan(
    string Name, string Folder, string? Postgres, Uri Relay, int Connections, string Templates, TimeSpan ClaimLease, TimeSpan TransactionLease)
{
    /// <summary>The verbs that start it, before the file.</summary>
    internal static readonly string[] Verbs = ["drill", "worker"];

    /// <summary>Writes it for the worker.</summary>
    /// <returns>The file.</returns>
    internal string Write()
    {
        var file = Path.Combine(Folder, $"{Name}.json");
        File.WriteAllText(file, JsonSerializer.Serialize(this));
        return file;
    }

    /// <summary>What runs in the worker's process: what <c>serve</c> does without the web, until the drill is done with it.</summary>
    /// <exception cref="DrillFailure">Another one serves from there.</exception>
    internal static async Task ServeAsync(string file, CancellationToken cancellationToken)
    {
        var plan = JsonSerializer.Deserialize<WorkerPlan>(await File.ReadAllBytesAsync(file, cancellationToken))!;
        var storage = new StorageOptions { DataFolder = plan.Folder, Postgres = plan.Postgres };
        var settings = DrillSettings.Create(storage, plan.Relay, plan.Connections, plan.Templates, plan.Name, CrashPlan.SocketBuffer);
        using var place = ServingPlace.TryTake(storage) ?? throw new DrillFailure(ServingPlace.TakenBy(storage));
        using var host = OutreachHost.CreateWorker(settings, new Leases { Claim = plan.ClaimLease, Transaction = plan.TransactionLease });
        await host.Services.GetRequiredService<Migrator>().MigrateAsync(cancellationToken);
        await place.TakeOverAsync(host.Services, cancellationToken);
        await host.StartAsync(cancellationToken);
        await OwnProgram.ParentLetsGoAsync(cancellationToken);
        await host.StopAsync(CancellationToken.None);
    }
}
