using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DigiOne.Outreach.Social;

internal sealed class PostTable : IEntityTypeConfiguration<Post>
{
    public void Configure(EntityTypeBuilder<Post> builder)
    {
        builder.ToTable("posts");
        builder.Property(post => post.Id).ValueGeneratedNever();
        builder.Property(post => post.Name).HasMaxLength(300);
        builder.Property(post => post.Revision).IsConcurrencyToken();
        builder.HasIndex(post => post.DueAt);
        builder.HasMany(post => post.Variants).WithOne().HasForeignKey(variant => variant.PostId);
    }
}

internal sealed class PostVariantTable : IEntityTypeConfiguration<PostVariant>
{
    public void Configure(EntityTypeBuilder<PostVariant> builder)
    {
        builder.ToTable("post_variants");
        builder.HasKey(variant => new { variant.PostId, variant.Network });
        builder.Property(variant => variant.Network).HasMaxLength(32);
    }
}

internal sealed class PublicationTable : IEntityTypeConfiguration<Publication>
{
    public void Configure(EntityTypeBuilder<Publication> builder)
    {
        builder.ToTable("publications");
        builder.Property(publication => publication.Id).ValueGeneratedNever();
        builder.Property(publication => publication.Network).HasMaxLength(32);
        builder.Property(publication => publication.BodyHash).HasMaxLength(64);
        builder.Property(publication => publication.NetworkId).HasMaxLength(300);
        builder.Property(publication => publication.Url).HasMaxLength(1000);
        builder.Property(publication => publication.Answer).HasMaxLength(1000);
        builder.HasOne<Post>().WithMany().HasForeignKey(publication => publication.PostId);
        // A post goes to a network once, whatever scheduling is made to do twice.
        builder.HasIndex(publication => new { publication.PostId, publication.Network }).IsUnique();
    }
}
