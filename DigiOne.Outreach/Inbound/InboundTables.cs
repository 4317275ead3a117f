using DigiOne.Outreach.Mail.Reading;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DigiOne.Outreach.Inbound;

internal sealed class InboundMessageTable : IEntityTypeConfiguration<InboundMessage>
{
    internal const int LongestSource = 400;
    internal const int LongestAddress = 320;
    internal const int LongestSubject = 300;

    public void Configure(EntityTypeBuilder<InboundMessage> builder)
    {
        builder.ToTable("inbound_messages");
        builder.Property(message => message.Id).ValueGeneratedOnAdd();
        builder.Property(message => message.Source).HasMaxLength(LongestSource);
        builder.Property(message => message.EventId).HasMaxLength(200);
        builder.Property(message => message.Hash).HasMaxLength(64);
        builder.Property(message => message.From).HasMaxLength(LongestAddress);
        builder.Property(message => message.Subject).HasMaxLength(LongestSubject);
        builder.Property(message => message.Text).HasMaxLength(ReadMail.LongestText);
        builder.Property(message => message.Quarantine).HasMaxLength(100);
        builder.Property(message => message.ForwardTo).HasMaxLength(LongestAddress);
        builder.Property(message => message.HandledBy).HasMaxLength(LongestAddress);
        builder.Property(message => message.Recipients)
            .HasConversion<JsonConverter<IReadOnlyList<FailedRecipient>>, JsonComparer<IReadOnlyList<FailedRecipient>>>();
        // What happens, happens once for each place in a mailbox, and for each event of a service.
        builder.HasIndex(message => new { message.Source, message.Validity, message.Uid }).IsUnique();
        builder.HasIndex(message => new { message.Source, message.EventId }).IsUnique();
        builder.HasIndex(message => message.Hash);
        builder.HasIndex(message => new { message.Source, message.Validity }).HasFilter("put_away_at IS NULL").HasDatabaseName("ix_inbound_messages_not_put_away");
        builder.HasIndex(message => message.Id).HasFilter("is_for_person").HasDatabaseName("ix_inbound_messages_for_person");
        builder.HasIndex(message => message.DeliveryId);
        builder.HasIndex(message => message.ContactId);
    }
}

internal sealed class MailboxReaderTable : IEntityTypeConfiguration<MailboxReader>
{
    public void Configure(EntityTypeBuilder<MailboxReader> builder)
    {
        builder.ToTable("mailbox_readers");
        builder.HasKey(reader => reader.Source);
        builder.Property(reader => reader.Source).HasMaxLength(InboundMessageTable.LongestSource);
    }
}
