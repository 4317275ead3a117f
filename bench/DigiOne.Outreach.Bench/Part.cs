namespace DigiOne.Outreach.Bench;

/// <summary>A part of the benchmarks: what is said to run it alone, its heading in the results, and how it is measured.</summary>
internal sealed record Part(string Name, string Title, Func<Scale, CancellationToken, Task<Measured>> MeasureAsync)
{
    /// <summary>All parts, in the order of the results.</summary>
    internal static readonly IReadOnlyList<Part> All =
    [
        new("due", DueToAccepted.Title, DueToAccepted.MeasureAsync),
        new("start", StartToReady.Title, (_, cancellationToken) => StartToReady.MeasureAsync(cancellationToken)),
        new("throughput", EndToEnd.Title, EndToEnd.MeasureAsync),
        new("postgres", PostgresAgainstSqlite.Title, PostgresAgainstSqlite.MeasureAsync),
        new("million", MillionRecipients.Title, MillionRecipients.MeasureAsync),
        new("import", ImportMillion.Title, ImportMillion.MeasureAsync),
        new("freeze", FreezeMillion.Title, FreezeMillion.MeasureAsync),
        new("search", SearchMillion.Title, SearchMillion.MeasureAsync),
        new("transactional", TransactionalBesideBulk.Title, TransactionalBesideBulk.MeasureAsync),
        new("dkim", DkimCost.Title, DkimCost.MeasureAsync),
        new("crash", Crashes.Title, Crashes.MeasureAsync),
    ];
}

/// <summary>How large the measurements are.</summary>
/// <param name="Rounds">How often each side is measured, in turn with the other.</param>
/// <param name="Divisor">By how much numbers are divided: above 1 only to see that a part works.</param>
internal sealed record Scale(int Rounds, int Divisor)
{
    internal static readonly Scale Full = new(5, 1);

    internal static readonly Scale Tiny = new(2, 200);

    /// <summary>Whether it only shows that a part works.</summary>
    internal bool IsTiny => Divisor > 1;

    /// <summary>So many people or messages, or as many fewer as the scale says.</summary>
    internal int Of(int number) => Math.Max(number / Divisor, 200);
}
