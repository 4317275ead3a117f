using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Identity;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace DigiOne.Outreach.Tests.Identity;

/// <summary>People, links and tokens over a database of their own.</summary>
internal sealed class IdentityUnderTest : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly ServiceProvider _services;

    private IdentityUnderTest(TestDatabase database)
    {
        _database = database;
        _services = new ServiceCollection()
            .AddLogging()
            .AddDataProtection().Services
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton(Options.Create(new OrganisationOptions { Name = "DigiOne", PublicBaseUrl = new("https://viesti.example.org") }))
            .AddSingleton(Options.Create(database.Settings))
            .AddStorage()
            .AddIdentity()
            .BuildServiceProvider(validateScopes: true);
    }

    internal FakeTimeProvider Clock { get; } = new(new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));

    internal static async Task<IdentityUnderTest> CreateAsync(StorageEngine engine) =>
        new(await TestDatabase.CreateAsync(engine, TestContext.Current.CancellationToken));

    /// <summary>Uses a service as one request would.</summary>
    internal async Task<TResult> UseAsync<TService, TResult>(Func<TService, CancellationToken, Task<TResult>> use)
        where TService : notnull
    {
        await using var scope = _services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<TService>(), TestContext.Current.CancellationToken);
    }

    /// <summary>A link's token, as its address carries it.</summary>
    internal async Task<string> CreateLinkAsync(string email) =>
        (await UseAsync<SignInLinks, Uri>((links, token) => links.CreateAsync(email, token))).Segments[^1];

    internal Task<SignInLinkState> LookAsync(string token) =>
        UseAsync<SignInLinks, SignInLinkState>((links, cancellation) => links.LookAsync(token, cancellation));

    internal Task<SignInLinkState> ConsumeAsync(string token) =>
        UseAsync<SignInLinks, SignInLinkState>((links, cancellation) => links.ConsumeAsync(token, cancellation));

    /// <summary>The rows of one table.</summary>
    internal async Task<List<TRow>> RowsAsync<TRow>()
        where TRow : class
    {
        await using var db = _database.CreateDbContext();
        return await db.Set<TRow>().AsNoTracking().ToListAsync(TestContext.Current.CancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
    }
}
