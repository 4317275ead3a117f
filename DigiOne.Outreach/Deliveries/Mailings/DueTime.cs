using System.Globalization;
using DigiOne.Outreach.Problems;
using DigiOne.Outreach.Timing;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Reads the time at which something is to go out, as people and programs write it.</summary>
internal sealed class DueTime(LocalTime local, TimeProvider clock)
{
    // A time that was "now" when it was typed or computed is not refused for the seconds that the way here took.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);

    private static readonly string[] LocalForms = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss"];

    private static readonly string[] InstantForms =
        ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ssK"];

    private static readonly (ProblemKind, string) NoYear = (ProblemKind.Malformed, "A time in the years 2000 to 2199 is expected.");

    /// <summary>Reads it.</summary>
    /// <param name="field">The field's name, for the problem.</param>
    /// <param name="text">
    /// ISO 8601 with offset, or without one in the organisation's zone; <c>now</c>, or nothing, for at once. A local time
    /// that the clock skips or shows twice is refused with the two choices.
    /// </param>
    /// <param name="problems">Takes what is wrong.</param>
    /// <returns>The instant; without meaning where a problem was added.</returns>
    internal DateTimeOffset Read(string field, string? text, ICollection<FieldProblem> problems)
    {
        var now = clock.GetUtcNow();
        if (string.IsNullOrWhiteSpace(text) || text.Trim() == "now")
            return now;

        var problem = Read(text.Trim(), out var instant);
        if (problem is null && instant < now - Tolerance)
            problem = (ProblemKind.Past, "This time has passed; 'now' is at once.");
        if (problem is { } wrong)
            problems.Add(new FieldProblem(field, wrong.Kind, wrong.Message));
        return instant.ToUniversalTime();
    }

    private (ProblemKind Kind, string Message)? Read(string text, out DateTimeOffset instant)
    {
        var problem = ReadAny(text, out instant);
        return problem is null && !LocalTime.Takes(instant.UtcDateTime) ? NoYear : problem;
    }

    private (ProblemKind Kind, string Message)? ReadAny(string text, out DateTimeOffset instant)
    {
        instant = default;
        if (!DateTime.TryParseExact(text, LocalForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var wall))
            return DateTimeOffset.TryParseExact(text, InstantForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out instant)
                ? null
                : (ProblemKind.Malformed, $"'{text}' is no time like 2027-03-01T09:00 or 2027-03-01T09:00:00+02:00.");

        if (!LocalTime.Takes(wall))
            return NoYear;
        switch (local.Read(wall))
        {
            case LocalReading.Exact exact:
                instant = exact.Instant;
                return null;
            case LocalReading.Skipped:
                return (ProblemKind.SkippedTime, $"The clock skips {text}. Say {local.Text(Beside(wall, -1))} or {local.Text(Beside(wall, 1))}.");
            case LocalReading.Twice twice:
                return (ProblemKind.DoubledTime, $"The clock shows {text} twice. Say {local.Text(twice.Earlier)} or {local.Text(twice.Later)}.");
            default:
                throw new InvalidOperationException("A local time has one reading, two or none.");
        }
    }

    // No zone's clock jumps by more than an hour.
    private DateTimeOffset Beside(DateTime skipped, int hours) => ((LocalReading.Exact)local.Read(skipped.AddHours(hours))).Instant;
}
