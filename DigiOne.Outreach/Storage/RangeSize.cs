namespace DigiOne.Outreach.Storage;

/// <summary>
/// How many rows one transaction of a long piece of work takes. SQLite has one writer: while a range is written no intent and
/// no outcome is, and so no range is to hold it for longer than some fifty milliseconds. On PostgreSQL a range holds up who
/// pauses or cancels that work, for whom a quarter of a second is soon enough, and each costs a commit and some questions.
/// </summary>
internal sealed class RangeSize(StorageEngine engine)
{
    private const int Smallest = 50;
    private const int Largest = 20_000;

    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(10);

    private readonly TimeSpan _longestHold = TimeSpan.FromMilliseconds(engine == StorageEngine.Sqlite ? 50 : 250);

    /// <summary>The rows of the next range.</summary>
    internal int Rows { get; private set; } = 500;

    /// <summary>How long the last range held the writer decides the next one's size; what it waited for its turn is no work of its own.</summary>
    internal void Note(TimeSpan took) =>
        // Not as long as may be: the next range can be slower than the last.
        Rows = (int)Math.Clamp(Rows * (_longestHold * 0.8 / took), Math.Max(Rows / 2, Smallest), Math.Min(Rows * 2, Largest));

    /// <summary>
    /// Lets others write between two ranges, several times: for whoever writes little and often, like the ledger, one turn between
    /// two ranges is a small part of the time.
    /// </summary>
    internal Task LetOthersInAsync(CancellationToken cancellationToken) =>
        engine == StorageEngine.Sqlite ? Task.Delay(Gap, cancellationToken) : Task.CompletedTask;
}
