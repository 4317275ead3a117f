using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DigiOne.Outreach.Identity;

/// <summary>Identifies an <see cref="ApiToken"/>.</summary>
public readonly record struct ApiTokenId(Guid Value) : IGuidId<ApiTokenId>
{
    /// <inheritdoc />
    public static ApiTokenId From(Guid value) => new(value);

    /// <inheritdoc />
    public override string ToString() => Value.ToString();
}

/// <summary>A program's key to the API. The secret itself is kept nowhere.</summary>
public sealed class ApiToken
{
    /// <summary>Identity.</summary>
    public required ApiTokenId Id { get; init; }

    /// <summary>What the token is for, in its maker's words.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the secret.</summary>
    public required byte[] SecretHash { get; init; }

    /// <summary>What it may do.</summary>
    public required ApiScopes Scopes { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it stops working; null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was last used, to the minute; null: never.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>When someone ended it.</summary>
    public DateTimeOffset? RevokedAt { get; init; }
}

internal sealed class ApiTokenTable : IEntityTypeConfiguration<ApiToken>
{
    public void Configure(EntityTypeBuilder<ApiToken> builder)
    {
        builder.ToTable("api_tokens");
        builder.Property(token => token.Name).HasMaxLength(200);
        builder.Property(token => token.SecretHash).HasMaxLength(32);
        builder.HasIndex(token => token.SecretHash).IsUnique();
        builder.Property(token => token.Scopes).HasMaxLength(200);
    }
}
