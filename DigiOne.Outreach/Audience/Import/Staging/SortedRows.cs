using System.Text;

namespace DigiOne.Outreach.Audience.Import;

/// <summary>A row with the key that it is sorted by, and then by its line.</summary>
/// <param name="Key">The address in its normal form; empty to sort by the line alone.</param>
/// <param name="Line">Line of the file on which it starts.</param>
/// <param name="Json">What it holds.</param>
internal readonly record struct SortedRow(string Key, int Line, string Json) : IComparable<SortedRow>
{
    /// <inheritdoc />
    public int CompareTo(SortedRow other)
    {
        var byKey = string.CompareOrdinal(Key, other.Key);
        return byKey != 0 ? byKey : Line.CompareTo(other.Line);
    }
}

/// <summary>Sorts any number of rows in little memory: sorted runs lie in files that are gone when this is closed, and are merged in the end.</summary>
internal sealed class SortedRows(string folder) : IDisposable
{
    // A run of 25,000 people is some 20 MB.
    private const int RunLength = 25_000;
    private const int BufferSize = 128 * 1024;

    private readonly List<FileStream> _runs = [];
    private List<SortedRow> _last = [];

    /// <summary>How many there are.</summary>
    internal int Count { get; private set; }

    /// <summary>Adds one.</summary>
    internal void Add(SortedRow row)
    {
        Count++;
        _last.Add(row);
        if (_last.Count == RunLength)
            WriteRun();
    }

    /// <summary>All of them in order. Nothing may be added any more.</summary>
    internal IEnumerable<SortedRow> InOrder()
    {
        _last.Sort();
        var runs = _runs.Select(Read).Append(_last).Select(run => run.GetEnumerator()).ToList();
        var next = new PriorityQueue<IEnumerator<SortedRow>, SortedRow>();
        foreach (var run in runs)
            if (run.MoveNext())
                next.Enqueue(run, run.Current);
        while (next.TryPeek(out var run, out var row))
        {
            yield return row;
            if (run.MoveNext())
                next.DequeueEnqueue(run, run.Current);
            else
                next.Dequeue();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _runs.ForEach(run => run.Dispose());

    private void WriteRun()
    {
        _last.Sort();
        var run = SpooledFile.Create(folder);
        _runs.Add(run);
        var buffered = new BufferedStream(run, BufferSize);
        var writer = new BinaryWriter(buffered, Encoding.UTF8, leaveOpen: true);
        foreach (var row in _last)
        {
            writer.Write(row.Key);
            writer.Write(row.Line);
            writer.Write(row.Json);
        }

        writer.Flush();
        _last = new List<SortedRow>(RunLength);
    }

    private static IEnumerable<SortedRow> Read(FileStream run)
    {
        run.Position = 0;
        var reader = new BinaryReader(new BufferedStream(run, BufferSize), Encoding.UTF8, leaveOpen: true);
        for (var row = 0; row < RunLength; row++)
            yield return new SortedRow(reader.ReadString(), reader.ReadInt32(), reader.ReadString());
    }
}
