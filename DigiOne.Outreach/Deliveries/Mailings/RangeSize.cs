using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// How many rows one transaction of a long piece of work takes. SQLite has one writer: while a range is written no intent and
/// no outcome is, and so no range is to hold it for longer than some fifty milliseconds.
/// </summary>
internal sealed class RangeSize
{
    private const int Smallest = 50;
    private const int Largest = 20_000;

    private static readonly TimeSpan LongestHold = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(10);

    /// <summary>The rows of the next range.</summary>
    internal int Rows { get; private set; } = 500;

    /// <summary>What the last range took decides the next one's size.</summary>
    internal void Note(TimeSpan took) =>
        Rows = took > LongestHold ? Math.Max(Rows / 2, Smallest) : took < LongestHold / 3 ? Math.Min(Rows * 2, Largest) : Rows;

    /// <summary>
    /// Lets those in between two ranges who wait for SQLite's one place to write. They stand in no queue: they ask again every
    /// 20 ms or so, and a range that begins at once is there before them, time and again.
    /// </summary>
    internal static Task LetOthersInAsync(StorageEngine engine, CancellationToken cancellationToken) =>
        engine == StorageEngine.Sqlite ? Task.Delay(Gap, cancellationToken) : Task.CompletedTask;
}
