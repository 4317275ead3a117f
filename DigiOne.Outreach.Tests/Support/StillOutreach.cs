using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Hosting;
using DigiOne.Outreach.Identity;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Time.Testing;

namespace DigiOne.Outreach.Tests.Support;

/// <summary>The house on a clock that stands still: nothing happens by itself, a test takes every step.</summary>
internal sealed class StillOutreach : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly ServiceProvider _services;

    private StillOutreach(TestDatabase database, Action<Settings>? change, Action<IServiceCollection>? add)
    {
        _database = database;
        var settings = OutreachSettings.On(database);
        change?.Invoke(settings);
        var services = new ServiceCollection().AddLogging().AddOutreach(settings).AddDeliveryEngine().AddIdentity().AddSingleton<TimeProvider>(Clock)
            .AddSingleton<IHostApplicationLifetime, ApplicationLifetime>();
        add?.Invoke(services);
        _services = services.BuildServiceProvider(validateScopes: true);
    }

    /// <summary>Ten in the morning of a Monday, in Helsinki.</summary>
    internal FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2027, 3, 1, 8, 0, 0, TimeSpan.Zero));

    internal DateTimeOffset Now => Clock.GetUtcNow();

    internal IServiceProvider Services => _services;

    internal static async Task<StillOutreach> CreateAsync(
        StorageEngine engine, Action<Settings>? change = null, Action<IServiceCollection>? add = null) =>
        new(await TestDatabase.CreateAsync(engine, TestContext.Current.CancellationToken), change, add);

    internal OutreachDb OpenDatabase() => _services.GetRequiredService<IDbContextFactory<OutreachDb>>().CreateDbContext();

    /// <summary>What a job does when a mailing is due.</summary>
    internal Task<bool> StartMailingAsync(MailingId id) => RunAsync(Mailing.DueKind, id.Value);

    /// <summary>What a job does when an item is due.</summary>
    internal Task<bool> RunAsync(string kind, Guid subject) => Services.UseAsync<RunDueItem, bool>(async run =>
    {
        await run.ExecuteAsync(kind, subject, TestContext.Current.CancellationToken);
        return true;
    });

    /// <summary>What the engine does twice a second.</summary>
    internal Task<bool> CloseAsync(MailingId id) =>
        Services.UseAsync<CloseMailing, bool>(close => close.ExecuteAsync(id, TestContext.Current.CancellationToken));

    internal async Task<IReadOnlyList<ClaimedDelivery>> ClaimAsync(MailingId id, int most = 50, bool canaryOnly = false)
    {
        var mailing = await Services.MailingAsync(id);
        return await _services.GetRequiredService<ClaimDeliveries>().ExecuteAsync(
            new SendingMailing(id, mailing.DoubtPolicy, mailing.ActivatedAt!.Value, mailing.HonoursQuietTimes, canaryOnly),
            most, onlyNew: false, TestContext.Current.CancellationToken);
    }

    /// <summary>Writes into the ledger as a connection does.</summary>
    internal async Task<bool> WriteAsync(params LedgerEntry[] entries) => await (await OpenLedgerAsync()).WriteAsync(entries);

    /// <summary>The ledger, which writes from now on.</summary>
    internal async Task<Ledger> OpenLedgerAsync()
    {
        var ledger = _services.GetRequiredService<Ledger>();
        if (ledger.ExecuteTask is null)
            await ledger.StartAsync(CancellationToken.None);
        return ledger;
    }

    /// <summary>Claims everything and has it accepted.</summary>
    internal async Task AcceptAllAsync(MailingId id)
    {
        while (await ClaimAsync(id) is { Count: > 0 } claimed)
            foreach (var delivery in claimed)
                await WriteAsync(Intent(delivery), Accepted(delivery));
    }

    internal static LedgerEntry.Intent Intent(ClaimedDelivery delivery) => new(delivery, $"{delivery.Id}@digione.example");

    internal static LedgerEntry.Outcome Accepted(ClaimedDelivery delivery) => new(delivery, DeliveryState.Accepted, "rele", "250 2.0.0 ok", null);

    internal LedgerEntry.Outcome Deferred(ClaimedDelivery delivery) =>
        new(delivery, DeliveryState.Deferred, "rele", "451 4.3.0 later", Now + TimeSpan.FromMinutes(1));

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_services.GetRequiredService<Ledger>() is { ExecuteTask: not null } ledger)
            await ledger.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
        await _database.DisposeAsync();
    }
}
