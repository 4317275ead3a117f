using System.Globalization;
using DigiOne.Outreach.Subscriptions;
using DigiOne.Outreach.Timing;

namespace DigiOne.Outreach.Web.Public;

/// <summary>What stands in the fields of somebody's preferences: what is so, or what was filled in.</summary>
public sealed record PreferencesForm
{
    /// <summary>Keys of the lists that are ticked.</summary>
    internal IReadOnlyList<string> Ticked { get; init; } = [];

    internal string Language { get; init; } = "";

    internal string Pause { get; init; } = "";

    internal string Address { get; init; } = "";

    internal static PreferencesForm Of(Preferences preferences, LocalTime zone) => new()
    {
        Ticked = [.. preferences.Lists.Where(list => list.IsOn).Select(list => list.List.Key)],
        Language = preferences.Contact.Language,
        Pause = preferences.PausedUntil is { } until ? zone.At(until).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "",
    };

    // The form of another part of the page has none of these fields: they stay as they are.
    internal static PreferencesForm From(IFormCollection form, Preferences preferences, LocalTime zone) => form.ContainsKey("wording")
        ? new()
        {
            Ticked = [.. form["list"].OfType<string>()],
            Language = form["language"].ToString(),
            Pause = form["pause"].ToString(),
        }
        : Of(preferences, zone) with { Address = form["address"].ToString() };
}
