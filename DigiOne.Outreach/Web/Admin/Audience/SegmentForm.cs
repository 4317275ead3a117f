using System.Globalization;
using System.Text.RegularExpressions;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Web.Compose;

namespace DigiOne.Outreach.Web.Admin.Audience;

/// <summary>A segment as it stands in its form: everything typed, right or wrong.</summary>
public sealed partial class SegmentForm
{
    /// <summary>Path of the outermost group; the parts of a group go on with their numbers.</summary>
    internal const string RootPath = "filter";

    internal string Key { get; init; } = "";

    internal string Name { get; init; } = "";

    internal int Revision { get; init; }

    internal SegmentPart Root { get; init; } = SegmentPart.Group();

    internal static SegmentForm Empty() => new() { Root = SegmentPart.Group([SegmentPart.Condition()]) };

    internal static SegmentForm Of(Segment segment) => new()
    {
        Key = segment.Key,
        Name = segment.Name,
        Revision = segment.Revision,
        Root = SegmentPart.Of(SegmentJson.Read(segment.Filter)) is { IsGroup: true } group ? group : SegmentPart.Group([SegmentPart.Of(SegmentJson.Read(segment.Filter))]),
    };

    internal static SegmentForm From(Posted form)
    {
        var left = SegmentFilter.MostConditions * 2;
        return new()
        {
            Key = form["key"].Trim(),
            Name = form["name"],
            Revision = form.Revision,
            Root = SegmentPart.From(form, RootPath, SegmentFilter.MostDepth, ref left) is { IsGroup: true } root ? root : SegmentPart.Group(),
        };
    }

    /// <summary>Adds a condition or a group at the end of a group, or removes a part.</summary>
    /// <param name="doing">The button: <c>add:filter.1</c>, <c>group:filter</c> or <c>remove:filter.1.0</c>.</param>
    internal void Change((string What, string With) doing)
    {
        if (!Place().IsMatch(doing.With))
            return;
        var steps = doing.With.Split('.').Skip(1).Select(step => int.Parse(step, CultureInfo.InvariantCulture)).ToList();
        if (doing.What == "remove" && steps.Count > 0 && At(steps[..^1]) is { } around && steps[^1] < around.Parts.Count)
            around.Parts.RemoveAt(steps[^1]);
        else if (doing.What is "add" or "group" && At(steps) is { IsGroup: true } group)
            group.Parts.Add(doing.What == "add" ? SegmentPart.Condition() : SegmentPart.Group([SegmentPart.Condition()]));
    }

    internal SegmentDraft ToDraft(string? key = null) => new(key ?? Key, Name, Root.ToFilter());

    /// <summary>The field in the form that a problem's path is about: <c>filter.1.0.value</c> of <c>filter.all.1.any.0.values.2</c>.</summary>
    internal static string FieldOf(string path)
    {
        var steps = new List<string> { RootPath };
        foreach (var step in path.Split('.').Skip(1))
        {
            if (step is "field" or "op")
                return string.Join('.', [.. steps, step]);
            if (step == "values")
                return string.Join('.', [.. steps, "value"]);
            if (step.All(char.IsAsciiDigit))
                steps.Add(step);
        }

        return string.Join('.', [.. steps, "mode"]);
    }

    private SegmentPart? At(IEnumerable<int> steps)
    {
        var part = Root;
        foreach (var step in steps)
        {
            if (step >= part.Parts.Count)
                return null;
            part = part.Parts[step];
        }

        return part;
    }

    [GeneratedRegex(@"^filter(\.\d{1,3})*\z")]
    private static partial Regex Place();
}
