namespace DigiOne.Outreach.Timing;

/// <summary>A day on which Finland does not work.</summary>
/// <param name="Date">The day.</param>
/// <param name="Finnish">Its name in Finnish.</param>
/// <param name="Swedish">Its name in Swedish.</param>
/// <param name="English">Its name in English.</param>
public sealed record FinnishHoliday(DateOnly Date, string Finnish, string Swedish, string English)
{
    /// <summary>This day with the names of another holiday that falls on it.</summary>
    internal FinnishHoliday With(FinnishHoliday other) => new(
        Date, $"{Finnish}, {other.Finnish}", $"{Swedish}, {other.Swedish}", $"{English}, {other.English}");
}
