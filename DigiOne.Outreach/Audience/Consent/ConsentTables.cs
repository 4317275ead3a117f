using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DigiOne.Outreach.Audience;

internal sealed class ConsentLogTable : IEntityTypeConfiguration<ConsentEntry>
{
    public void Configure(EntityTypeBuilder<ConsentEntry> builder)
    {
        builder.ToTable("consent_log");
        builder.Property(entry => entry.Id).ValueGeneratedOnAdd();
        builder.Property(entry => entry.Evidence).HasConversion<JsonConverter<ConsentEvidence>, JsonComparer<ConsentEvidence>>();
        // Lists and wordings are few and never deleted: keys to them would only cost an import time.
        builder.HasIndex(entry => entry.ContactId);
        builder.HasOne<Contact>().WithMany().HasForeignKey(entry => entry.ContactId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class WordingTable : IEntityTypeConfiguration<Wording>
{
    public void Configure(EntityTypeBuilder<Wording> builder)
    {
        builder.ToTable("wordings");
        builder.Property(wording => wording.Version).HasMaxLength(Wording.LongestVersion);
        builder.Property(wording => wording.Language).HasMaxLength(12);
        builder.Property(wording => wording.Hash).HasMaxLength(64);
        builder.HasIndex(wording => wording.Hash).IsUnique();
    }
}

internal sealed class PendingSubscriptionTable : IEntityTypeConfiguration<PendingSubscription>
{
    public void Configure(EntityTypeBuilder<PendingSubscription> builder)
    {
        builder.ToTable("pending_subscriptions");
        builder.HasKey(pending => new { pending.ContactId, pending.ListId });
        builder.HasOne<Contact>().WithMany().HasForeignKey(pending => pending.ContactId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<ContactList>().WithMany().HasForeignKey(pending => pending.ListId).OnDelete(DeleteBehavior.Cascade);
    }
}
