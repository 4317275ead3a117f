using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace DigiOne.Outreach.Configuration;

/// <summary>Reads the text of one setting as its type; independent of the machine's culture.</summary>
internal static class SettingValue
{
    /// <summary>Whether a setting of this type is one text, not a section.</summary>
    internal static bool IsScalar(Type type) =>
        type.IsEnum || type == typeof(string) || type == typeof(int) || type == typeof(double) || type == typeof(bool)
        || type == typeof(Uri) || type == typeof(TimeSpan) || type == typeof(TimeOnly) || type == typeof(DateOnly);

    internal static bool TryRead(Type type, string text, [NotNullWhen(true)] out object? value)
    {
        value = type switch
        {
            _ when type == typeof(string) => text,
            _ when type == typeof(int) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
            _ when type == typeof(double) => double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null,
            _ when type == typeof(DateOnly) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null,
            _ when type == typeof(bool) => bool.TryParse(text, out var flag) ? flag : null,
            _ when type == typeof(Uri) => Uri.TryCreate(text, UriKind.Absolute, out var uri) ? uri : null,
            // "5" would otherwise be read as five days.
            _ when type == typeof(TimeSpan) => TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var span) && text.Contains(':', StringComparison.Ordinal) ? span : null,
            _ when type == typeof(TimeOnly) => TimeOnly.TryParseExact(text, ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null,
            _ => char.IsAsciiLetter(text[0]) && Enum.TryParse(type, text, ignoreCase: true, out var member) && Enum.IsDefined(type, member) ? member : null,
        };
        return value is not null;
    }

    /// <summary>What a text of this type looks like, for messages.</summary>
    internal static string Form(Type type) => type switch
    {
        _ when Nullable.GetUnderlyingType(type) is { } given => Form(given),
        _ when type == typeof(int) => "a whole number",
        _ when type == typeof(double) => "a number",
        _ when type == typeof(DateOnly) => "a date as yyyy-MM-dd",
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(Uri) => "an absolute address such as https://outreach.example.org",
        _ when type == typeof(TimeSpan) => "a duration as hh:mm:ss",
        _ when type == typeof(TimeOnly) => "a time of day as HH:mm",
        _ when type.IsEnum => $"one of {string.Join(", ", Enum.GetNames(type))}",
        _ => "a text",
    };
}
