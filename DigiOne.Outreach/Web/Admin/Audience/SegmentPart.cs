using System.Globalization;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Web.Compose;

namespace DigiOne.Outreach.Web.Admin.Audience;

/// <summary>A group or a condition of a <see cref="SegmentForm"/>.</summary>
public sealed class SegmentPart
{
    internal bool IsGroup { get; private init; }

    /// <summary>Of a group: whether one of its parts is enough.</summary>
    internal bool IsAny { get; private init; }

    /// <summary>Whether the opposite is meant.</summary>
    internal bool IsNot { get; private set; }

    internal List<SegmentPart> Parts { get; private init; } = [];

    internal string Field { get; private init; } = "language";

    internal string Operator { get; private init; } = nameof(SegmentOperator.Is);

    /// <summary>The values, with semicolons between them.</summary>
    internal string Value { get; private init; } = "";

    internal static SegmentPart Group(List<SegmentPart>? parts = null) => new() { IsGroup = true, Parts = parts ?? [] };

    internal static SegmentPart Condition() => new();

    internal static SegmentPart Of(SegmentFilter filter)
    {
        switch (filter)
        {
            case SegmentFilter.All all:
                return Group([.. all.Parts.Select(Of)]);
            case SegmentFilter.Any any:
                return new SegmentPart { IsGroup = true, IsAny = true, Parts = [.. any.Parts.Select(Of)] };
            case SegmentFilter.Not not:
                var part = Of(not.Part);
                part.IsNot = !part.IsNot;
                return part;
            case SegmentFilter.Condition condition:
                return new SegmentPart { Field = condition.Field, Operator = condition.Operator.ToString(), Value = string.Join("; ", condition.Values) };
            default:
                throw new InvalidOperationException(filter.ToString());
        }
    }

    /// <summary>Reads what came in; no more and no deeper than a form may have.</summary>
    internal static SegmentPart From(Posted form, string path, int depth, ref int left)
    {
        if (form[$"{path}.parts"] is not { Length: > 0 } counted)
            return new SegmentPart
            {
                IsNot = form.IsTicked($"{path}.not"),
                Field = form[$"{path}.field"],
                Operator = form[$"{path}.op"],
                Value = form[$"{path}.value"],
            };

        _ = int.TryParse(counted, NumberStyles.None, CultureInfo.InvariantCulture, out var count);
        var parts = new List<SegmentPart>();
        for (var index = 0; index < count && depth > 1 && left-- > 0; index++)
            parts.Add(From(form, $"{path}.{index}", depth - 1, ref left));
        return new SegmentPart { IsGroup = true, IsAny = form[$"{path}.mode"] == "any", IsNot = form.IsTicked($"{path}.not"), Parts = parts };
    }

    internal SegmentFilter ToFilter()
    {
        SegmentFilter filter = IsGroup
            ? IsAny ? new SegmentFilter.Any([.. Parts.Select(part => part.ToFilter())]) : new SegmentFilter.All([.. Parts.Select(part => part.ToFilter())])
            : new SegmentFilter.Condition(
                Field,
                Enum.TryParse<SegmentOperator>(Operator, out var with) && Enum.IsDefined(with) ? with : (SegmentOperator)(-1),
                [.. Value.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)]);
        return IsNot ? new SegmentFilter.Not(filter) : filter;
    }
}
