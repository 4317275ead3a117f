using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Timing;

namespace DigiOne.Outreach.Audience;

/// <summary>A filter as SQL about the contact <c>c</c> while it is being put together: words of ours, and values as parameters.</summary>
/// <param name="engine">For which engine.</param>
/// <param name="now">The instant that "the last days" and pauses are counted from.</param>
/// <param name="zone">Where days begin.</param>
/// <param name="firstParameter">The number of the first parameter, where others go before them.</param>
internal sealed class SegmentSql(StorageEngine engine, DateTimeOffset now, LocalTime zone, int firstParameter = 0)
{
    private readonly List<object> _values = [];

    /// <summary>For which engine.</summary>
    internal StorageEngine Engine => engine;

    /// <summary>The instant that it is about.</summary>
    internal DateTimeOffset Now => now;

    /// <summary>The values, in the order of their parameters.</summary>
    internal IReadOnlyList<object> Values => _values;

    /// <summary>A parameter that stands for a value.</summary>
    internal string Value(object value)
    {
        _values.Add(value);
        return $"{{{firstParameter + _values.Count - 1}}}";
    }

    /// <summary>The instant at which a day begins, as a parameter.</summary>
    /// <param name="day">As <c>2027-03-01</c>.</param>
    /// <param name="later">So many days later.</param>
    internal string Day(string day, int later = 0) =>
        Value(zone.Start(DateOnly.ParseExact(day, SegmentValues.Day, System.Globalization.CultureInfo.InvariantCulture).AddDays(later)));

    /// <summary>The instant before so many days, as a parameter.</summary>
    internal string DaysAgo(string days) => Value(now.AddDays(-int.Parse(days, System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>A comparison of a text.</summary>
    /// <param name="text">SQL of the text; null and empty are not known.</param>
    /// <param name="with">How.</param>
    /// <param name="values">With what.</param>
    internal string Text(string text, SegmentOperator with, IReadOnlyList<string> values) => with switch
    {
        SegmentOperator.IsSet => $"{text} <> ''",
        SegmentOperator.Is => OneOf(values, value => $"fold_text({text}) = fold_text({Value(value)})"),
        SegmentOperator.Contains => OneOf(values, value => $"{(engine == StorageEngine.Postgres ? "strpos" : "instr")}(fold_text({text}), fold_text({Value(value)})) > 0"),
        SegmentOperator.StartsWith => OneOf(values, value => $"{(engine == StorageEngine.Postgres ? "strpos" : "instr")}(fold_text({text}), fold_text({Value(value)})) = 1"),
        _ => throw Unknown(with),
    };

    /// <summary>A comparison of an instant with a day.</summary>
    internal string Instant(string instant, SegmentOperator with, IReadOnlyList<string> values) => with switch
    {
        SegmentOperator.Below => $"{instant} < {Day(values[0])}",
        SegmentOperator.Above => $"{instant} >= {Day(values[0], 1)}",
        SegmentOperator.WithinDays => $"{instant} >= {DaysAgo(values[0])}",
        _ => throw Unknown(with),
    };

    /// <summary>One comparison for each value, of which one is enough.</summary>
    internal static string OneOf(IReadOnlyList<string> values, Func<string, string> compare) => string.Join(" OR ", values.Select(compare));

    /// <summary>An operator that a field does not have: checking has let it through.</summary>
    internal static InvalidOperationException Unknown(SegmentOperator with) => new($"No condition of this field knows {with}.");
}
