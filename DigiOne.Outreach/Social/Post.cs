using DigiOne.Outreach.Editing;
using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Social;

/// <summary>Identifies a <see cref="Post"/>.</summary>
public readonly record struct PostId(Guid Value) : IGuidId<PostId>
{
    /// <inheritdoc />
    public static PostId From(Guid value) => new(value);

    /// <summary>A new id.</summary>
    public static PostId New() => new(Guid.CreateVersion7());

    /// <inheritdoc />
    public override string ToString() => Value.ToString();
}

/// <summary>A social message, with one text per network.</summary>
public sealed class Post : IEdited<PostId>
{
    /// <summary>The kind of due item that publishing a post is.</summary>
    public const string DueKind = "post";

    /// <summary>Identity.</summary>
    public PostId Id { get; init; } = PostId.New();

    /// <summary>What the team calls it.</summary>
    public required string Name { get; set; }

    /// <summary>Where it stands.</summary>
    public PostState State { get; set; }

    /// <summary>When it is to be published; null while it is a draft.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <inheritdoc />
    public int Revision { get; set; }

    /// <inheritdoc />
    public bool IsSettled => State != PostState.Draft;

    /// <summary>When the row was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Its text on each network.</summary>
    public ICollection<PostVariant> Variants { get; init; } = [];
}

/// <summary>A <see cref="Post"/>'s text on one network.</summary>
public sealed class PostVariant
{
    /// <summary>Whose.</summary>
    public PostId PostId { get; init; }

    /// <summary>Key of the network.</summary>
    public required string Network { get; init; }

    /// <summary>The text, as people read it.</summary>
    public required string Text { get; set; }
}

/// <summary>Where a <see cref="Post"/> stands.</summary>
public enum PostState
{
    /// <summary>Being written.</summary>
    Draft,

    /// <summary>Waiting for its time.</summary>
    Scheduled,

    /// <summary>Its publications are on their way or have their outcomes.</summary>
    Released,
}
