using System.Text.Json;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DigiOne.Outreach.Audience;

internal sealed class ContactTable : IEntityTypeConfiguration<Contact>
{
    public void Configure(EntityTypeBuilder<Contact> builder)
    {
        builder.ToTable("contacts");
        builder.Property(contact => contact.Id).ValueGeneratedOnAdd();
        builder.Property(contact => contact.Address).HasMaxLength(254);
        builder.Property(contact => contact.NormalAddress).HasMaxLength(AddressNormalForm.MaxLength);
        builder.HasIndex(contact => contact.NormalAddress).IsUnique();
        builder.Property(contact => contact.Name).HasMaxLength(300);
        builder.Property(contact => contact.Language).HasMaxLength(12);
        builder.Property(contact => contact.Municipality).HasMaxLength(3);
        builder.Property(contact => contact.Organisation).HasMaxLength(300);
        builder.Property(contact => contact.Role).HasMaxLength(300);
        builder.Property(contact => contact.Attributes).HasConversion<JsonConverter<IReadOnlyDictionary<string, JsonElement>>, JsonComparer<IReadOnlyDictionary<string, JsonElement>>>();
        builder.Property(contact => contact.Revision).IsConcurrencyToken();
    }
}

internal sealed class ListTable : IEntityTypeConfiguration<ContactList>
{
    public void Configure(EntityTypeBuilder<ContactList> builder)
    {
        builder.ToTable("lists");
        builder.Property(list => list.Key).HasMaxLength(ListKey.MaxLength);
        builder.HasIndex(list => list.Key).IsUnique();
        builder.Property(list => list.Names).HasConversion<JsonConverter<IReadOnlyDictionary<string, string>>, JsonComparer<IReadOnlyDictionary<string, string>>>();
        builder.Property(list => list.Descriptions).HasConversion<JsonConverter<IReadOnlyDictionary<string, string>>, JsonComparer<IReadOnlyDictionary<string, string>>>();
        builder.Property(list => list.Revision).IsConcurrencyToken();
    }
}

internal sealed class SubscriptionTable : IEntityTypeConfiguration<Subscription>
{
    public void Configure(EntityTypeBuilder<Subscription> builder)
    {
        builder.ToTable("subscriptions");
        builder.Property(subscription => subscription.Id).ValueGeneratedOnAdd();
        // Freezing walks one list in the order of contacts.
        builder.HasIndex(subscription => new { subscription.ListId, subscription.ContactId }).IsUnique();
        builder.HasIndex(subscription => subscription.ContactId);
        builder.Property(subscription => subscription.Source).HasMaxLength(64);
        builder.HasOne<Contact>().WithMany().HasForeignKey(subscription => subscription.ContactId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<ContactList>().WithMany().HasForeignKey(subscription => subscription.ListId).OnDelete(DeleteBehavior.Cascade);
    }
}
