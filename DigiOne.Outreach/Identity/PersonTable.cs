using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DigiOne.Outreach.Identity;

internal sealed class PersonTable : IEntityTypeConfiguration<Person>
{
    public void Configure(EntityTypeBuilder<Person> builder)
    {
        builder.ToTable("people");
        builder.Property(person => person.Id).ValueGeneratedNever();
        builder.Property(person => person.Email).HasMaxLength(254).IsRequired();
        builder.Property(person => person.NormalizedEmail).HasMaxLength(254).IsRequired();
        builder.Property(person => person.UserName).HasMaxLength(254).IsRequired();
        builder.Property(person => person.NormalizedUserName).HasMaxLength(254).IsRequired();
        builder.HasIndex(person => person.NormalizedUserName).IsUnique();
        builder.HasIndex(person => person.NormalizedEmail).IsUnique();
        builder.Property(person => person.Name).HasMaxLength(EditPerson.NameLength);
        builder.Property(person => person.Language).HasMaxLength(12);
        builder.Property(person => person.SecurityStamp).HasMaxLength(64);
        builder.Property(person => person.ConcurrencyStamp).HasMaxLength(64).IsConcurrencyToken();
        // There are no passwords here, hence nothing to lock out and no telephone to send codes to.
        builder.Ignore(person => person.PasswordHash);
        builder.Ignore(person => person.PhoneNumber);
        builder.Ignore(person => person.PhoneNumberConfirmed);
        builder.Ignore(person => person.TwoFactorEnabled);
        builder.Ignore(person => person.LockoutEnd);
        builder.Ignore(person => person.LockoutEnabled);
        builder.Ignore(person => person.AccessFailedCount);
        builder.Ignore(person => person.ShownName);
    }
}

internal sealed class PersonClaimTable : IEntityTypeConfiguration<IdentityUserClaim<Guid>>
{
    public void Configure(EntityTypeBuilder<IdentityUserClaim<Guid>> builder)
    {
        builder.ToTable("person_claims");
        builder.Property(claim => claim.UserId).HasColumnName("person_id");
        builder.Property(claim => claim.ClaimType).HasMaxLength(300);
        builder.Property(claim => claim.ClaimValue).HasMaxLength(300);
        builder.HasIndex(claim => claim.UserId);
        builder.HasOne<Person>().WithMany().HasForeignKey(claim => claim.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
