using NodaTime;
using NodaTime.Text;

namespace DigiOne.Outreach.Web.Admin;

/// <summary>The days that the timeline shows at once.</summary>
/// <param name="First">The first day.</param>
internal readonly record struct TimelineWindow(LocalDate First)
{
    private const int DaysBack = 7;
    private const int DaysAhead = 30;
    private const int Length = DaysBack + 1 + DaysAhead;

    // Far enough from the ends of the calendar that paging never falls off.
    private static readonly LocalDate Earliest = new(2000, 1, 1);
    private static readonly LocalDate Latest = new(2200, 1, 1);

    /// <summary>The day after the last one.</summary>
    internal LocalDate End => First.PlusDays(Length);

    /// <summary>The last day.</summary>
    internal LocalDate Last => End.PlusDays(-1);

    /// <summary>Address of the page with the days before.</summary>
    internal string EarlierHref => Href(First.PlusDays(-Length));

    /// <summary>Address of the page with the days after.</summary>
    internal string LaterHref => Href(End);

    /// <summary>Whether a day is among them.</summary>
    internal bool Holds(LocalDate day) => day >= First && day < End;

    /// <summary>The window that begins where an address says, else the one around today.</summary>
    internal static TimelineWindow Of(string? from, LocalDate today) =>
        LocalDatePattern.Iso.Parse(from ?? "") is { Success: true, Value: var first } && first >= Earliest && first <= Latest
            ? new(first)
            : new(today.PlusDays(-DaysBack));

    private static string Href(LocalDate first) => $"/admin?from={LocalDatePattern.Iso.Format(first)}";
}
