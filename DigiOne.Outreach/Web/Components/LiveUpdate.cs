namespace DigiOne.Outreach.Web.Components;

/// <summary>One server-sent event of a <see cref="Live"/> part. The page without script shows the same after a reload.</summary>
/// <param name="Texts">New text of each element, by its <c>data-live</c>.</param>
/// <param name="Values">New value of each progress element, by its <c>data-live</c>.</param>
/// <param name="Done">The last one: the page loads itself anew.</param>
internal sealed record LiveUpdate(
    IReadOnlyDictionary<string, string> Texts, IReadOnlyDictionary<string, long> Values, bool Done)
{
    /// <summary>Whether a reader who has the other one learns nothing from this.</summary>
    internal bool SaysTheSameAs(LiveUpdate? other) =>
        other is not null && Done == other.Done && Same(Texts, other.Texts) && Same(Values, other.Values);

    private static bool Same<T>(IReadOnlyDictionary<string, T> one, IReadOnlyDictionary<string, T> other) =>
        one.Count == other.Count
        && one.All(pair => other.TryGetValue(pair.Key, out var value) && EqualityComparer<T>.Default.Equals(pair.Value, value));
}
