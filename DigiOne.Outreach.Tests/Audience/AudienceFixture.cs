using System.Text;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Audience.Import;
using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Subscriptions;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace DigiOne.Outreach.Tests.Audience;

/// <summary>The audience of an organisation in three languages, on a database of its own.</summary>
internal sealed class AudienceFixture : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly ServiceProvider _services;

    private AudienceFixture(TestDatabase database)
    {
        _database = database;
        var services = new ServiceCollection();
        Configure(services);
        _services = services.BuildServiceProvider();
    }

    internal FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2027, 2, 1, 8, 0, 0, TimeSpan.Zero));

    internal static async Task<AudienceFixture> CreateAsync(StorageEngine engine) =>
        new(await TestDatabase.CreateAsync(engine, TestContext.Current.CancellationToken));

    internal void Configure(IServiceCollection services)
    {
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<IDbContextFactory<OutreachDb>>(_database);
        services.AddSingleton(Options.Create(_database.Settings));
        services.AddSingleton(Options.Create(new OrganisationOptions
        {
            Name = "DigiOne",
            PublicBaseUrl = new Uri("https://viesti.example"),
            Languages = ["fi", "sv", "en"],
        }));
        services.AddAudience();
        services.AddSubscriptions();
    }

    internal T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    internal Task<ImportResult> ImportAsync(string csv, ImportOptions? options = null, string list = "uutiset") =>
        ImportAsync(Encoding.UTF8.GetBytes(csv), options, list);

    internal async Task<ImportResult> ImportAsync(byte[] csv, ImportOptions? options = null, string list = "uutiset")
    {
        using var stream = new MemoryStream(csv);
        return await Get<ImportContacts>().RunAsync(stream, list, options ?? new ImportOptions(), TestContext.Current.CancellationToken);
    }

    internal async Task<ImportCounts> ImportedAsync(string csv, ImportOptions? options = null, string list = "uutiset") =>
        (await ImportAsync(csv, options, list)).ShouldBeOfType<ImportResult.Imported>().Counts;

    internal async Task<List<T>> AllAsync<T>()
        where T : class
    {
        await using var db = _database.CreateDbContext();
        return await db.Set<T>().AsNoTracking().ToListAsync(TestContext.Current.CancellationToken);
    }

    internal async Task<Contact> ContactAsync(string normalAddress) =>
        (await AllAsync<Contact>()).Single(contact => contact.NormalAddress == normalAddress);

    internal async Task<Subscription> SubscriptionAsync(string normalAddress)
    {
        var contact = await ContactAsync(normalAddress);
        return (await AllAsync<Subscription>()).Single(subscription => subscription.ContactId == contact.Id);
    }

    internal async Task<UnsubscribeTarget> TargetAsync(string normalAddress, Guid? mailing = null)
    {
        var subscription = await SubscriptionAsync(normalAddress);
        return new UnsubscribeTarget(subscription.ContactId, subscription.ListId, mailing);
    }

    internal async Task SuppressAsync(string normalAddress, SuppressionReason reason)
    {
        await using var db = _database.CreateDbContext();
        db.Add(new Suppression { NormalAddress = normalAddress, Reason = reason, CreatedAt = Clock.GetUtcNow() });
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
    }
}
