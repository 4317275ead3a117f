using DigiOne.Outreach.Editing;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DigiOne.Outreach.Audience;

/// <summary>Identifies a <see cref="Segment"/>.</summary>
public readonly record struct SegmentId(Guid Value) : IGuidId<SegmentId>
{
    /// <inheritdoc />
    public static SegmentId From(Guid value) => new(value);

    /// <summary>A new id.</summary>
    public static SegmentId New() => new(Guid.CreateVersion7());

    /// <inheritdoc />
    public override string ToString() => Value.ToString();
}

/// <summary>A saved filter over people. It only narrows lists: it never has anybody written to who is subscribed to none of them.</summary>
public sealed class Segment : IEdited<SegmentId>
{
    /// <summary>Identity.</summary>
    public SegmentId Id { get; init; } = SegmentId.New();

    /// <summary>The short name that the command line and the API use; as a list's key.</summary>
    public required string Key { get; init; }

    /// <summary>What the team calls it.</summary>
    public required string Name { get; set; }

    /// <summary>Whom it means, as JSON (<see cref="SegmentJson"/>).</summary>
    public required string Filter { get; set; }

    /// <inheritdoc />
    public int Revision { get; set; }

    /// <inheritdoc />
    public bool IsSettled => false;

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last edited.</summary>
    public required DateTimeOffset EditedAt { get; set; }
}

internal sealed class SegmentTable : IEntityTypeConfiguration<Segment>
{
    public void Configure(EntityTypeBuilder<Segment> builder)
    {
        builder.ToTable("segments");
        builder.Property(segment => segment.Id).ValueGeneratedNever();
        builder.Property(segment => segment.Key).HasMaxLength(ListKey.MaxLength);
        builder.HasIndex(segment => segment.Key).IsUnique();
        builder.Property(segment => segment.Name).HasMaxLength(300);
        builder.Property(segment => segment.Revision).IsConcurrencyToken();
    }
}
