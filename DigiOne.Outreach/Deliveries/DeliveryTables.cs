using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DigiOne.Outreach.Deliveries;

internal sealed class MailingTable : IEntityTypeConfiguration<Mailing>
{
    public void Configure(EntityTypeBuilder<Mailing> builder)
    {
        builder.ToTable("mailings");
        builder.Property(mailing => mailing.Id).ValueGeneratedNever();
        builder.Property(mailing => mailing.Name).HasMaxLength(300);
        builder.Property(mailing => mailing.SenderKey).HasMaxLength(64);
        builder.Property(mailing => mailing.FallbackLanguage).HasMaxLength(12);
        builder.Property(mailing => mailing.ContentHash).HasMaxLength(64);
        builder.HasMany(mailing => mailing.Lists).WithOne().HasForeignKey(list => list.MailingId);
        builder.HasMany(mailing => mailing.Variants).WithOne().HasForeignKey(variant => variant.MailingId);
        builder.HasIndex(mailing => mailing.OwnerId);
        builder.HasIndex(mailing => mailing.DueAt);
        // The dispatcher asks for what is under way all the time.
        builder.HasIndex(mailing => mailing.SenderKey).HasFilter("state = 'Sending'");
    }
}

internal sealed class MailingListTable : IEntityTypeConfiguration<MailingList>
{
    public void Configure(EntityTypeBuilder<MailingList> builder)
    {
        builder.ToTable("mailing_lists");
        builder.HasKey(list => new { list.MailingId, list.ListId });
        builder.HasOne<ContactList>().WithMany().HasForeignKey(list => list.ListId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class MailingVariantTable : IEntityTypeConfiguration<MailingVariant>
{
    public void Configure(EntityTypeBuilder<MailingVariant> builder)
    {
        builder.ToTable("mailing_variants");
        builder.HasKey(variant => new { variant.MailingId, variant.Language });
        builder.Property(variant => variant.Language).HasMaxLength(12);
    }
}

internal sealed class DeliveryTable : IEntityTypeConfiguration<Delivery>
{
    public void Configure(EntityTypeBuilder<Delivery> builder)
    {
        builder.ToTable("deliveries");
        // Every row is written three times after it was made. With room beside it on its page, PostgreSQL writes a claim and
        // an intent without touching the indexes, and the outcome without looking for room elsewhere. SQLite has no such setting.
        builder.HasAnnotation("Npgsql:StorageParameter:fillfactor", 50);
        builder.Property(delivery => delivery.Id).ValueGeneratedOnAdd();
        builder.Property(delivery => delivery.Address).HasMaxLength(254);
        builder.Property(delivery => delivery.NormalAddress).HasMaxLength(AddressNormalForm.MaxLength);
        builder.Property(delivery => delivery.Domain).HasMaxLength(254);
        builder.Property(delivery => delivery.Name).HasMaxLength(300);
        builder.Property(delivery => delivery.Language).HasMaxLength(12);
        builder.Property(delivery => delivery.MessageId).HasMaxLength(255);
        builder.Property(delivery => delivery.LastReply).HasMaxLength(600);
        builder.Property(delivery => delivery.Route).HasMaxLength(64);
        // On PostgreSQL a migration took the constraint away: it would look the mailing, which is never deleted, up a million times.
        builder.HasOne<Mailing>().WithMany().HasForeignKey(delivery => delivery.MailingId);
        // One delivery per mailing and contact, whatever freezing is made to do twice.
        // The contact first: it serves whoever looks for a person's deliveries too.
        builder.HasIndex(delivery => new { delivery.ContactId, delivery.MailingId }).IsUnique();
        // Whoever was put off has the reason in last_reply, and nobody else who is open has anything there.
        builder.Property(delivery => delivery.Queue).HasComputedColumnSql(
            "CASE WHEN state <> 'Sending' THEN state WHEN last_reply IS NULL THEN 'Waiting' ELSE 'Deferred' END", stored: true);
        // For claiming, counting and finding lost transactions alike: each further index costs every message a write.
        builder.HasIndex(delivery => new { delivery.MailingId, delivery.Queue, delivery.NextAttemptAt });
        // All others are found by their contact: an index on a million addresses takes a quarter of the time of freezing them.
        builder.HasIndex(delivery => delivery.Address).HasFilter("contact_id IS NULL");
        builder.HasIndex(delivery => delivery.NormalAddress).HasFilter("contact_id IS NULL");
    }
}

internal sealed class RelayDayTable : IEntityTypeConfiguration<RelayDay>
{
    public void Configure(EntityTypeBuilder<RelayDay> builder)
    {
        builder.ToTable("relay_days");
        builder.HasKey(day => new { day.Relay, day.Day });
        builder.Property(day => day.Relay).HasMaxLength(64);
    }
}

internal sealed class AttemptTable : IEntityTypeConfiguration<Attempt>
{
    public void Configure(EntityTypeBuilder<Attempt> builder)
    {
        builder.ToTable("attempts");
        builder.Property(attempt => attempt.Id).ValueGeneratedOnAdd();
        builder.Property(attempt => attempt.Route).HasMaxLength(64);
        builder.Property(attempt => attempt.Reply).HasMaxLength(600);
        builder.HasOne<Delivery>().WithMany().HasForeignKey(attempt => attempt.DeliveryId);
        // One row per try, also when the ledger writes it again because the answer to its commit was lost.
        builder.HasIndex(attempt => new { attempt.DeliveryId, attempt.Epoch }).IsUnique();
    }
}

internal sealed class CertificateTable : IEntityTypeConfiguration<Certificate>
{
    public void Configure(EntityTypeBuilder<Certificate> builder)
    {
        builder.ToTable("certificates");
        builder.HasKey(certificate => new { certificate.MailingId, certificate.Version });
        builder.Property(certificate => certificate.ContentHash).HasMaxLength(64);
        builder.Property(certificate => certificate.Counts).HasConversion<JsonConverter<MailingCounts>, JsonComparer<MailingCounts>>();
        builder.Property(certificate => certificate.Languages)
            .HasConversion<JsonConverter<IReadOnlyList<CertificatePart>>, JsonComparer<IReadOnlyList<CertificatePart>>>();
        builder.Property(certificate => certificate.Domains)
            .HasConversion<JsonConverter<IReadOnlyList<CertificatePart>>, JsonComparer<IReadOnlyList<CertificatePart>>>();
        builder.HasIndex(certificate => certificate.IssuedAt).HasFilter("in_doubt > 0");
        builder.HasOne<Mailing>().WithMany().HasForeignKey(certificate => certificate.MailingId);
    }
}
