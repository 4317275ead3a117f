using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Identity;

/// <summary>Makes, recognises and ends API tokens.</summary>
public sealed class ApiTokens(OutreachDb db, TimeProvider clock)
{
    /// <summary>Every secret starts with this, so that scanners for leaked secrets know it.</summary>
    public const string Prefix = "dgo_";

    // One write a minute and token at most, however busy the program behind it is.
    private static readonly TimeSpan LastUsedPrecision = TimeSpan.FromMinutes(1);

    /// <summary>Makes a token.</summary>
    /// <param name="name">What it is for; at most 200 characters.</param>
    /// <param name="scopes">What it may do.</param>
    /// <param name="expiresAt">When it stops working; null: never.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The token and its secret, which cannot be had a second time.</returns>
    public async Task<(ApiTokenId Id, string Secret)> CreateAsync(
        string name, ApiScopes scopes, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var secret = Secret.Create(Prefix);
        var token = new ApiToken
        {
            Id = new(Guid.CreateVersion7(now)),
            Name = name,
            SecretHash = Secret.Hash(secret),
            Scopes = scopes,
            CreatedAt = now,
            ExpiresAt = expiresAt,
        };
        db.Add(token);
        await db.SaveChangesAsync(cancellationToken);
        return (token.Id, secret);
    }

    /// <summary>The living token that has this secret, or null.</summary>
    public async Task<ApiToken?> FindAsync(string secret, CancellationToken cancellationToken)
    {
        var hash = Secret.Hash(secret);
        var now = clock.GetUtcNow();
        var token = await db.Set<ApiToken>().AsNoTracking().SingleOrDefaultAsync(
            token => token.SecretHash == hash && token.RevokedAt == null && (token.ExpiresAt == null || token.ExpiresAt > now),
            cancellationToken);
        if (token is not null && (token.LastUsedAt is null || token.LastUsedAt < now - LastUsedPrecision))
        {
            await db.Set<ApiToken>().Where(row => row.Id == token.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.LastUsedAt, now), cancellationToken);
        }

        return token;
    }

    /// <summary>Ends a token.</summary>
    /// <returns>False when there is no such token or it was ended before.</returns>
    public async Task<bool> RevokeAsync(ApiTokenId id, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return await db.Set<ApiToken>().Where(token => token.Id == id && token.RevokedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(token => token.RevokedAt, now), cancellationToken) == 1;
    }
}
