using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DigiOne.Outreach.Newsletters;

internal sealed class CampaignTable : IEntityTypeConfiguration<Campaign>
{
    public void Configure(EntityTypeBuilder<Campaign> builder)
    {
        builder.ToTable("campaigns");
        builder.Property(campaign => campaign.Id).ValueGeneratedNever();
        builder.Property(campaign => campaign.Name).HasMaxLength(300);
        builder.Property(campaign => campaign.SenderKey).HasMaxLength(64);
        builder.Property(campaign => campaign.FallbackLanguage).HasMaxLength(12);
        builder.Property(campaign => campaign.Template).HasMaxLength(300);
        builder.Property(campaign => campaign.Revision).IsConcurrencyToken();
        builder.HasOne<ContactList>().WithMany().HasForeignKey(campaign => campaign.ListId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Segment>().WithMany().HasForeignKey(campaign => campaign.SegmentId).OnDelete(DeleteBehavior.SetNull);
        builder.HasOne<Mailing>().WithMany().HasForeignKey(campaign => campaign.MailingId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(campaign => campaign.Variants).WithOne().HasForeignKey(variant => variant.CampaignId);
    }
}

internal sealed class CampaignVariantTable : IEntityTypeConfiguration<CampaignVariant>
{
    public void Configure(EntityTypeBuilder<CampaignVariant> builder)
    {
        builder.ToTable("campaign_variants");
        builder.HasKey(variant => new { variant.CampaignId, variant.Language });
        builder.Property(variant => variant.Language).HasMaxLength(12);
        builder.Property(variant => variant.Articles).HasConversion<JsonConverter<IReadOnlyList<Article>>, JsonComparer<IReadOnlyList<Article>>>();
    }
}
