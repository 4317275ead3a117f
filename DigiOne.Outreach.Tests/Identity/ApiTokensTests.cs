using DigiOne.Outreach.Identity;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;

namespace DigiOne.Outreach.Tests.Identity;

public sealed class ApiTokensTests
{
    [Theory]
    [ClassData(typeof(StorageEngines))]
    public async Task Token_is_known_by_its_secret_which_the_database_does_not_keep(StorageEngine engine)
    {
        await using var identity = await StillOutreach.CreateAsync(engine);
        var (id, secret) = await CreateAsync(identity, ApiScopes.Read | ApiScopes.Write);

        secret.ShouldMatch("^dgo_[A-Za-z0-9_-]{43}$");
        var found = (await FindAsync(identity, secret)).ShouldNotBeNull();
        found.Id.ShouldBe(id);
        found.Scopes.ShouldBe(ApiScopes.Read | ApiScopes.Write);
        (await FindAsync(identity, secret + "x")).ShouldBeNull();
        (await identity.Services.AllAsync<ApiToken>()).Single().SecretHash.ShouldBe(Secret.Hash(secret));
    }

    [Theory]
    [ClassData(typeof(StorageEngines))]
    public async Task Revoked_token_is_unknown(StorageEngine engine)
    {
        await using var identity = await StillOutreach.CreateAsync(engine);
        var (id, secret) = await CreateAsync(identity, ApiScopes.Read);

        (await RevokeAsync(identity, id)).ShouldBeTrue();
        (await RevokeAsync(identity, id)).ShouldBeFalse();
        (await FindAsync(identity, secret)).ShouldBeNull();
    }

    [Theory]
    [ClassData(typeof(StorageEngines))]
    public async Task Expired_token_is_unknown(StorageEngine engine)
    {
        await using var identity = await StillOutreach.CreateAsync(engine);
        var (_, secret) = await CreateAsync(identity, ApiScopes.Read, identity.Clock.GetUtcNow().AddDays(1));

        (await FindAsync(identity, secret)).ShouldNotBeNull();
        identity.Clock.Advance(TimeSpan.FromDays(1));
        (await FindAsync(identity, secret)).ShouldBeNull();
    }

    [Theory]
    [ClassData(typeof(StorageEngines))]
    public async Task Last_use_is_noted_to_the_minute(StorageEngine engine)
    {
        await using var identity = await StillOutreach.CreateAsync(engine);
        var (_, secret) = await CreateAsync(identity, ApiScopes.Read);
        (await LastUseAsync(identity)).ShouldBeNull();

        var first = identity.Clock.GetUtcNow();
        await FindAsync(identity, secret);
        identity.Clock.Advance(TimeSpan.FromSeconds(30));
        await FindAsync(identity, secret);
        (await LastUseAsync(identity)).ShouldBe(first);

        identity.Clock.Advance(TimeSpan.FromMinutes(1));
        await FindAsync(identity, secret);
        (await LastUseAsync(identity)).ShouldBe(identity.Clock.GetUtcNow());
    }

    private static async Task<DateTimeOffset?> LastUseAsync(StillOutreach identity) =>
        (await identity.Services.AllAsync<ApiToken>()).Single().LastUsedAt;

    private static Task<(ApiTokenId Id, string Secret)> CreateAsync(
        StillOutreach identity, ApiScopes scopes, DateTimeOffset? expiresAt = null) =>
        identity.Services.UseAsync<ApiTokens, (ApiTokenId, string)>(tokens =>
            tokens.CreateAsync("Website", scopes, expiresAt, TestContext.Current.CancellationToken));

    private static Task<ApiToken?> FindAsync(StillOutreach identity, string secret) =>
        identity.Services.UseAsync<ApiTokens, ApiToken?>(tokens => tokens.FindAsync(secret, TestContext.Current.CancellationToken));

    private static Task<bool> RevokeAsync(StillOutreach identity, ApiTokenId id) =>
        identity.Services.UseAsync<ApiTokens, bool>(tokens => tokens.RevokeAsync(id, TestContext.Current.CancellationToken));
}
