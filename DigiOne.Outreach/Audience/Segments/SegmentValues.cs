using System.Globalization;

namespace DigiOne.Outreach.Audience;

/// <summary>Reads values of conditions as people type them.</summary>
internal static class SegmentValues
{
    /// <summary>How days are stored.</summary>
    internal const string Day = "yyyy-MM-dd";

    /// <summary>The most days that "the last days" may be.</summary>
    internal const int MostDays = 3650;

    private static readonly string[] Languages = ["fi", "sv", "en"];
    private static readonly ContactAttribute Number = Plain(AttributeType.Number);
    private static readonly ContactAttribute Date = Plain(AttributeType.Date);
    private static readonly ContactAttribute Boolean = Plain(AttributeType.Boolean);
    private static readonly ContactAttribute Text = Plain(AttributeType.Text);

    /// <summary>The value as it is stored; null where it is none of this kind.</summary>
    internal static string? Read(SegmentField field, SegmentValue kind, string typed)
    {
        var text = CleanText.Of(typed);
        return text.Length == 0 ? null : kind switch
        {
            SegmentValue.Number => Attribute(Number, text),
            // Near the end of the calendar there is no day after.
            SegmentValue.Date => Attribute(Date, text) is { } day && string.CompareOrdinal(day, "1900") > 0 && string.CompareOrdinal(day, "2200") < 0 ? day : null,
            SegmentValue.Boolean => Attribute(Boolean, text),
            SegmentValue.Choice => Choice(field, text),
            SegmentValue.Days => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= MostDays
                ? days.ToString(CultureInfo.InvariantCulture) : null,
            _ => Attribute(Text, text),
        };
    }

    /// <summary>What would be right, in English.</summary>
    internal static string Rule(SegmentField field, SegmentValue kind) => kind switch
    {
        SegmentValue.Number => ContactAttributes.Rule(Number),
        SegmentValue.Date => $"{ContactAttributes.Rule(Date)}, from 1900 to 2199",
        SegmentValue.Boolean => ContactAttributes.Rule(Boolean),
        SegmentValue.Days => $"a whole number of days from 1 to {MostDays}",
        SegmentValue.Choice when field.Choices.Count <= 20 => $"one of {string.Join(", ", field.Choices.Keys)}",
        SegmentValue.Choice => $"one of the {field.Choices.Count} that there are, such as {field.Choices.Keys.FirstOrDefault()}",
        _ => ContactAttributes.Rule(Text),
    };

    private static string? Attribute(ContactAttribute kind, string text) =>
        ContactAttributes.TryRead(kind, text, out var value) ? value.ValueKind == System.Text.Json.JsonValueKind.String ? value.GetString() : value.GetRawText() : null;

    // By what is stored, or by its name in a language of the pages.
    private static string? Choice(SegmentField field, string text) => field.Choices.Keys.FirstOrDefault(key => key.Equals(text, StringComparison.OrdinalIgnoreCase))
        ?? field.Choices.Where(choice => Languages.Any(language => choice.Value(language).Equals(text, StringComparison.OrdinalIgnoreCase)))
            .Select(choice => choice.Key).FirstOrDefault()
        ?? field.ReadOther(text);

    private static ContactAttribute Plain(AttributeType type) => new("", type, new Dictionary<string, string>(), new Dictionary<string, IReadOnlyDictionary<string, string>>());
}
