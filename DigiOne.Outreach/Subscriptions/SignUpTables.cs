using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DigiOne.Outreach.Subscriptions;

internal sealed class SignUpTable : IEntityTypeConfiguration<SignUp>
{
    public void Configure(EntityTypeBuilder<SignUp> builder)
    {
        builder.ToTable("sign_ups");
        builder.Property(signUp => signUp.Id).ValueGeneratedOnAdd();
        builder.Property(signUp => signUp.Address).HasMaxLength(254);
        builder.Property(signUp => signUp.NormalAddress).HasMaxLength(AddressNormalForm.MaxLength);
        builder.Property(signUp => signUp.Language).HasMaxLength(12);
        builder.Property(signUp => signUp.Network).HasMaxLength(64);
        builder.Property(signUp => signUp.Lists).HasConversion<JsonConverter<IReadOnlyList<Guid>>, JsonComparer<IReadOnlyList<Guid>>>();
    }
}

internal sealed class AskedMailTable : IEntityTypeConfiguration<AskedMail>
{
    public void Configure(EntityTypeBuilder<AskedMail> builder)
    {
        builder.ToTable("asked_mails");
        builder.HasKey(mail => mail.ContactId);
        builder.Property(mail => mail.ContactId).ValueGeneratedNever();
        builder.HasOne<Contact>().WithOne().HasForeignKey<AskedMail>(mail => mail.ContactId).OnDelete(DeleteBehavior.Cascade);
    }
}
