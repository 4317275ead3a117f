namespace DigiOne.Outreach.Deliveries;

/// <summary>Whom a mailing would reach among those who read one language.</summary>
/// <param name="Language">The language that they read.</param>
/// <param name="People">How many they are.</param>
/// <param name="GetsIn">The language that they get it in; null: they are left out.</param>
public sealed record Reach(string Language, int People, string? GetsIn)
{
    /// <summary>Foretells what freezing does with a list as it stands now.</summary>
    /// <param name="people">People on the list by language.</param>
    /// <param name="written">Languages that there is content in.</param>
    /// <param name="fallback">The fallback language, or null.</param>
    internal static IReadOnlyList<Reach> Of(
        IReadOnlyDictionary<string, int> people, IReadOnlyCollection<string> written, string? fallback) =>
        [.. people.OrderByDescending(group => group.Value).ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new Reach(
                group.Key, group.Value, written.Contains(group.Key) ? group.Key : fallback is not null && written.Contains(fallback) ? fallback : null))];
}
