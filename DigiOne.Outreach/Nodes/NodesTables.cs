using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DigiOne.Outreach.Nodes;

internal sealed class NodeTable : IEntityTypeConfiguration<Node>
{
    public void Configure(EntityTypeBuilder<Node> builder)
    {
        builder.ToTable("nodes");
        builder.Property(node => node.Id).ValueGeneratedNever();
        builder.Property(node => node.Name).HasMaxLength(100);
    }
}

internal sealed class GenerationTable : IEntityTypeConfiguration<Generation>
{
    public void Configure(EntityTypeBuilder<Generation> builder)
    {
        builder.ToTable("generation");
        builder.Property(generation => generation.Id).ValueGeneratedNever();
        builder.Property(generation => generation.Stamp).HasMaxLength(100);
        builder.Property(generation => generation.ReleasedBy).HasMaxLength(300);
    }
}
