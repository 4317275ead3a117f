using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DigiOne.Outreach.Social.Networks.Rehearsal;

/// <summary>What would have been published.</summary>
public sealed class RehearsedPost
{
    /// <summary>Of which publication.</summary>
    public required PublicationId Id { get; init; }

    /// <summary>Key of the network that it was meant for.</summary>
    public required string Network { get; init; }

    /// <summary>The exact text.</summary>
    public required string Text { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }
}

internal sealed class RehearsedPostTable : IEntityTypeConfiguration<RehearsedPost>
{
    public void Configure(EntityTypeBuilder<RehearsedPost> builder)
    {
        builder.ToTable("rehearsed_posts");
        builder.Property(post => post.Id).ValueGeneratedNever();
        builder.Property(post => post.Network).HasMaxLength(32);
    }
}
