namespace DigiOne.Outreach.Audience;

/// <summary>Something that conditions may be about.</summary>
internal sealed record SegmentField
{
    /// <summary>Name in stored filters: <c>language</c>, <c>attributes.school</c>, <c>lists.uutiskirje</c>.</summary>
    internal required string Key { get; init; }

    /// <summary>What its values are.</summary>
    internal required SegmentValue Value { get; init; }

    /// <summary>How it may be compared.</summary>
    internal required IReadOnlyList<SegmentOperator> Operators { get; init; }

    /// <summary>
    /// The condition as SQL about the contact <c>c</c>. Values go in as parameters only (<see cref="SegmentSql.Value"/>); they have been
    /// checked. Whatever comes of it that is not true, is false.
    /// </summary>
    internal required Func<SegmentSql, SegmentOperator, IReadOnlyList<string>, string> Compile { get; init; }

    /// <summary>What people read of it, by language; null: the pages have a word for its key.</summary>
    internal Func<string, string>? NameIn { get; init; }

    /// <summary>What may be chosen, by what is stored, with what people read by language; empty where anything may be typed.</summary>
    internal IReadOnlyDictionary<string, Func<string, string>> Choices { get; init; } = new Dictionary<string, Func<string, string>>();

    /// <summary>Reads a value that is none of the choices and good all the same, such as one that is no longer offered; null refuses it.</summary>
    internal Func<string, string?> ReadOther { get; init; } = _ => null;

    /// <summary>What a value of an operator is.</summary>
    internal SegmentValue ValueOf(SegmentOperator with) => with switch
    {
        SegmentOperator.IsSet or SegmentOperator.IsOn or SegmentOperator.HasLeft => SegmentValue.None,
        SegmentOperator.JoinedBefore or SegmentOperator.JoinedAfter => SegmentValue.Date,
        SegmentOperator.WithinDays => SegmentValue.Days,
        _ => Value,
    };
}

/// <summary>What a condition compares with.</summary>
internal enum SegmentValue
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A line of text.</summary>
    Text,

    /// <summary>A decimal number.</summary>
    Number,

    /// <summary>A day.</summary>
    Date,

    /// <summary>Yes or no.</summary>
    Boolean,

    /// <summary>One of the field's choices.</summary>
    Choice,

    /// <summary>A whole number of days.</summary>
    Days,
}

/// <summary>
/// The port through which each part of the house brings what conditions may be about. Asked for each time that a filter is checked or
/// compiled, so that new lists and attributes are there at once.
/// </summary>
internal interface ISegmentFields
{
    /// <summary>Its fields, in the order in which they are offered.</summary>
    Task<IReadOnlyList<SegmentField>> AllAsync(CancellationToken cancellationToken);
}
