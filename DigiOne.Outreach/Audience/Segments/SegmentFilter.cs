namespace DigiOne.Outreach.Audience;

/// <summary>
/// Whom a segment means: conditions, joined by and, or and not. Each is true or false of a person and never unknown: what is not
/// known of somebody meets no condition, so that "not" of it does mean them.
/// </summary>
public abstract record SegmentFilter
{
    /// <summary>How deep groups may stand in each other; the outermost is one deep.</summary>
    public const int MostDepth = 6;

    /// <summary>How many conditions it may have.</summary>
    public const int MostConditions = 50;

    private SegmentFilter()
    {
    }

    /// <summary>Whoever meets all of them.</summary>
    public sealed record All(IReadOnlyList<SegmentFilter> Parts) : SegmentFilter;

    /// <summary>Whoever meets one of them.</summary>
    public sealed record Any(IReadOnlyList<SegmentFilter> Parts) : SegmentFilter;

    /// <summary>Whoever does not meet it.</summary>
    public sealed record Not(SegmentFilter Part) : SegmentFilter;

    /// <summary>Something about a person.</summary>
    /// <param name="Field">Key of the field (<see cref="SegmentField"/>).</param>
    /// <param name="Operator">How it is compared.</param>
    /// <param name="Values">With what, as text: one of several is enough. Empty where there is nothing to compare with.</param>
    public sealed record Condition(string Field, SegmentOperator Operator, IReadOnlyList<string> Values) : SegmentFilter;
}

/// <summary>How a field is compared.</summary>
public enum SegmentOperator
{
    /// <summary>It is one of the values; capitals and small letters are the same, and ä is as a.</summary>
    Is,

    /// <summary>One of the values stands in it.</summary>
    Contains,

    /// <summary>It begins with one of the values.</summary>
    StartsWith,

    /// <summary>Something is known.</summary>
    IsSet,

    /// <summary>It is a smaller number or an earlier day.</summary>
    Below,

    /// <summary>It is a greater number or a later day.</summary>
    Above,

    /// <summary>It happened in the last so many days.</summary>
    WithinDays,

    /// <summary>The person is on the list now.</summary>
    IsOn,

    /// <summary>The person has left the list.</summary>
    HasLeft,

    /// <summary>The person is on the list now, and joined on an earlier day.</summary>
    JoinedBefore,

    /// <summary>The person is on the list now, and joined on a later day.</summary>
    JoinedAfter,
}
