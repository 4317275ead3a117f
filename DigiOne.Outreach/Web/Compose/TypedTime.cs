using System.Globalization;
using DigiOne.Outreach.Problems;
using DigiOne.Outreach.Timing;

namespace DigiOne.Outreach.Web.Compose;

/// <summary>A local date and time as a person typed it, and which of two instants was meant where the clock leaves a doubt.</summary>
/// <param name="Text">What stands in the field.</param>
/// <param name="Choice">What was answered when asked: <c>earlier</c>, <c>later</c>, or nothing.</param>
public sealed record TypedTime(string Text, string Choice = "")
{
    /// <summary>The first of the two hours when summer time ends.</summary>
    public const string Earlier = "earlier";

    /// <summary>The second of them; where summer time begins, the time at which the clock goes on.</summary>
    public const string Later = "later";

    // Browsers leave seconds out where they are zero; people without a date picker type a blank.
    private static readonly string[] Formats =
        ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFF", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss"];

    internal static TypedTime From(Posted form, string name) => new(form[name].Trim(), form[ChoiceName(name)]);

    internal static TypedTime Of(DateTime local) => new(local.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture));

    internal static string ChoiceName(string name) => name + ".choice";

    /// <summary>What a clock on the wall shows at that time; null when it is no time.</summary>
    internal DateTime? Wall =>
        DateTime.TryParseExact(Text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var wall) && LocalTime.Takes(wall) ? wall : null;

    /// <summary>The instant that was meant; or what is wrong with it, or to be asked.</summary>
    internal (DateTimeOffset? Instant, ProblemKind? Problem) Read(LocalTime zone) => Wall is not { } wall
        ? (null, Text.Length == 0 ? ProblemKind.Required : ProblemKind.Malformed)
        : (zone.Read(wall), Choice) switch
        {
            (LocalReading.Exact exact, _) => (exact.Instant, null),
            (LocalReading.Twice twice, Earlier) => (twice.Earlier, null),
            (LocalReading.Twice twice, Later) => (twice.Later, null),
            (LocalReading.Skipped skipped, Later) => (skipped.Next, null),
            (LocalReading.Twice, _) => (null, ProblemKind.DoubledTime),
            _ => (null, ProblemKind.SkippedTime),
        };
}
