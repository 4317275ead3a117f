using DigiOne.Outreach.Audience;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DigiOne.Outreach.Subscriptions;

/// <summary>A new address that a person gave, until its mailbox has said that it is theirs. One for each person: a later one takes its place.</summary>
public sealed class AddressChange
{
    /// <summary>Whose.</summary>
    public required ContactId ContactId { get; init; }

    /// <summary>What the link in the mail to the new address names.</summary>
    public required Guid Token { get; set; }

    /// <summary>The new address as it was typed.</summary>
    public required string Address { get; set; }

    /// <summary>When it was given.</summary>
    public required DateTimeOffset AskedAt { get; set; }
}

internal sealed class AddressChangeTable : IEntityTypeConfiguration<AddressChange>
{
    public void Configure(EntityTypeBuilder<AddressChange> builder)
    {
        builder.ToTable("address_changes");
        builder.HasKey(change => change.ContactId);
        builder.Property(change => change.ContactId).ValueGeneratedNever();
        builder.Property(change => change.Address).HasMaxLength(254);
        builder.HasIndex(change => change.Token).IsUnique();
        builder.HasOne<Contact>().WithOne().HasForeignKey<AddressChange>(change => change.ContactId).OnDelete(DeleteBehavior.Cascade);
    }
}
