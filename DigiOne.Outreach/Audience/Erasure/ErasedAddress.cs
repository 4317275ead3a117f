using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DigiOne.Outreach.Audience;

/// <summary>What is left of an address whose holder was erased: enough to recognise it when a file brings it again, and nothing to read it from.</summary>
public sealed class ErasedAddress
{
    /// <summary>The keyed hash of its normal form (<see cref="AddressHashes"/>), in hexadecimal.</summary>
    public required string Hash { get; init; }

    /// <summary>When it was erased.</summary>
    public required DateTimeOffset ErasedAt { get; init; }

    /// <summary>What it was suppressed for that is not the person's own wish; it waits for the day on which the person comes back.</summary>
    public required IReadOnlyList<KeptSuppression> Kept { get; init; }
}

internal sealed class ErasedAddressTable : IEntityTypeConfiguration<ErasedAddress>
{
    public void Configure(EntityTypeBuilder<ErasedAddress> builder)
    {
        builder.ToTable("erased_addresses");
        builder.HasKey(erased => erased.Hash);
        builder.Property(erased => erased.Hash).HasMaxLength(AddressHashes.Length);
        builder.Property(erased => erased.Kept)
            .HasConversion<JsonConverter<IReadOnlyList<KeptSuppression>>, JsonComparer<IReadOnlyList<KeptSuppression>>>();
    }
}
