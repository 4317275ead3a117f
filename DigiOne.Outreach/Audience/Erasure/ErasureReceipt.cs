using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DigiOne.Outreach.Audience;

/// <summary>Identifies an <see cref="ErasureReceipt"/>.</summary>
public readonly record struct ErasureId(Guid Value) : IGuidId<ErasureId>
{
    /// <inheritdoc />
    public static ErasureId From(Guid value) => new(value);

    /// <inheritdoc />
    public override string ToString() => Value.ToString();
}

/// <summary>The proof that somebody was erased. It names nobody: whoever asks shows its number.</summary>
public sealed class ErasureReceipt
{
    /// <summary>Its number, which the person is told.</summary>
    public ErasureId Id { get; init; } = new(Guid.CreateVersion7());

    /// <summary>When it was done.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who asked for it.</summary>
    public required ErasureWay Way { get; init; }

    /// <summary>Sign-in address of the team's member, or name of the API token; null where the person did it.</summary>
    public string? By { get; init; }

    /// <summary>What was purged: how many records of each kind. Deliveries stay as numbers without a recipient.</summary>
    public required IReadOnlyDictionary<string, int> Purged { get; init; }
}

/// <summary>How an erasure came to us.</summary>
public enum ErasureWay
{
    /// <summary>The person, on the page behind a link in a mail.</summary>
    Person,

    /// <summary>Someone of the team, who was asked to.</summary>
    Hand,

    /// <summary>A program by the API.</summary>
    Api,
}

internal sealed class ErasureReceiptTable : IEntityTypeConfiguration<ErasureReceipt>
{
    public void Configure(EntityTypeBuilder<ErasureReceipt> builder)
    {
        builder.ToTable("erasure_receipts");
        builder.Property(receipt => receipt.Id).ValueGeneratedNever();
        builder.Property(receipt => receipt.By).HasMaxLength(SuppressionCause.LongestBy);
        builder.Property(receipt => receipt.Purged)
            .HasConversion<JsonConverter<IReadOnlyDictionary<string, int>>, JsonComparer<IReadOnlyDictionary<string, int>>>();
        builder.HasIndex(receipt => receipt.At);
    }
}
