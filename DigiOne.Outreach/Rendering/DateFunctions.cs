using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Syntax;

namespace DigiOne.Outreach.Rendering;

/// <summary>
/// Dates as people write them, in the reader's language. The value is an ISO-8601 instant with an offset, the zone an IANA name,
/// Europe/Helsinki when it is not given: <c>{{ session.starts_at | long_date session.time_zone }}</c>.
/// </summary>
internal static class DateFunctions
{
    private const string DefaultZone = "Europe/Helsinki";

    /// <summary>torstai 12. marraskuuta 2026</summary>
    public static object? Day(RenderContext context, SourceSpan span, ScriptArray arguments)
        => Local(span, arguments[0], Zone(span, arguments, 1)) is { } local ? Day(context, local) : null;

    /// <summary>9.00</summary>
    public static object? Time(RenderContext context, SourceSpan span, ScriptArray arguments)
        => Local(span, arguments[0], Zone(span, arguments, 1)) is { } local ? Time(context, local) : null;

    /// <summary>torstai 12. marraskuuta 2026 klo 9.00</summary>
    public static object? LongDate(RenderContext context, SourceSpan span, ScriptArray arguments)
        => Local(span, arguments[0], Zone(span, arguments, 1)) is { } local ? LongDate(context, local) : null;

    /// <summary>torstai 12. marraskuuta 2026 klo 9.00–10.30, or both dates in full when the days differ.</summary>
    public static object? Period(RenderContext context, SourceSpan span, ScriptArray arguments)
    {
        var zone = Zone(span, arguments, 2);
        if (Local(span, arguments[0], zone) is not { } start) return null;
        if (Local(span, arguments[1], zone) is not { } end) return LongDate(context, start);
        return start.Date == end.Date
            ? $"{LongDate(context, start)}–{Time(context, end)}"
            : $"{LongDate(context, start)} – {LongDate(context, end)}";
    }

    private static string LongDate(RenderContext context, LocalDateTime local)
        => $"{Day(context, local)} {At(context)} {Time(context, local)}";

    private static string Day(RenderContext context, LocalDateTime local)
    {
        var culture = CultureInfo.GetCultureInfo(context.UserLanguage);
        var pattern = culture.TwoLetterISOLanguageName == "fi" ? "dddd d. MMMM yyyy" : "dddd d MMMM yyyy";
        return local.ToDateTimeUnspecified().ToString(pattern, culture);
    }

    private static string Time(RenderContext context, LocalDateTime local)
        => local.ToDateTimeUnspecified().ToString(Is(context, "fi") || Is(context, "sv") ? "H.mm" : "HH:mm", CultureInfo.InvariantCulture);

    private static string At(RenderContext context) => Is(context, "fi") ? "klo" : Is(context, "sv") ? "kl." : "at";

    private static bool Is(RenderContext context, string language)
        => context.UserLanguage.Split('-')[0].Equals(language, StringComparison.OrdinalIgnoreCase);

    private static LocalDateTime? Local(SourceSpan span, object? value, DateTimeZone zone)
    {
        if (value is null or "") return null;
        return value is string text && OffsetDateTimePattern.ExtendedIso.Parse(text).TryGetValue(default, out var instant)
            ? instant.InZone(zone).LocalDateTime
            : throw new ScriptRuntimeException(span, $"'{value}' is not an instant such as 2026-11-12T07:00:00Z.");
    }

    private static DateTimeZone Zone(SourceSpan span, ScriptArray arguments, int index)
    {
        var name = arguments.Count > index && arguments[index] is { } given ? given as string : DefaultZone;
        return name is not null && DateTimeZoneProviders.Tzdb.GetZoneOrNull(name) is { } zone
            ? zone
            : throw new ScriptRuntimeException(span, $"'{arguments[index]}' is not a time zone such as {DefaultZone}.");
    }
}
