using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace DigiOne.Outreach.Timing;

internal sealed class DueItemTable : IEntityTypeConfiguration<DueItem>
{
    public void Configure(EntityTypeBuilder<DueItem> builder)
    {
        builder.ToTable("due_items");
        builder.HasKey(item => new { item.Kind, item.SubjectId });
        builder.Property(item => item.Kind).HasMaxLength(32);
        builder.Property(item => item.LateLimit).HasConversion<TimeSpanToTicksConverter>();
        // The sweep asks for what waits, twice a second and for ever; what is done must not slow it down.
        builder.HasIndex(item => item.DueAt).HasFilter("state = 'Waiting'");
    }
}
