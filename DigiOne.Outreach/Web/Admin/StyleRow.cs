using DigiOne.Outreach.Web.Components;

namespace DigiOne.Outreach.Web.Admin;

internal sealed record StyleRow(string Name, ShownState State, DateTimeOffset At, long Recipients)
{
    internal static readonly IReadOnlyList<StyleRow> Examples =
    [
        new("Syksyn uutiskirje", ShownState.Sending, Instant(23, 14), 1_024),
        new("Kutsu: Oppimisanalytiikka tutuksi", ShownState.Planned, Instant(24, 7), 312),
        new("Nyhetsbrev för kommunerna i Nyland", ShownState.Sent, Instant(20, 6), 12_840),
        new("Muistutus: Yhteinen tietoisku Turun kanssa", ShownState.Paused, Instant(19, 11), 87),
        new("Uutiskirje 9/2026", ShownState.Failed, Instant(12, 8), 1_001),
    ];

    private static DateTimeOffset Instant(int day, int hour) => new(2026, 11, day, hour, 5, 0, TimeSpan.Zero);
}
