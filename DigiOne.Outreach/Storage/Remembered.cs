using System.Collections.Concurrent;

namespace DigiOne.Outreach.Storage;

/// <summary>Remembers what came of a text, where the same few come again and again and working it out is dear. It forgets all of them when they are too many.</summary>
/// <typeparam name="T">What comes of it.</typeparam>
internal sealed class Remembered<T>(Func<string, T> work, int most = 4_096)
{
    private const int LongestText = 300;

    private readonly ConcurrentDictionary<string, T> _known = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>What comes of a text.</summary>
    internal T Of(string text)
    {
        if (_known.TryGetValue(text, out var known))
            return known;
        var found = work(text);
        if (text.Length > LongestText)
            return found;
        if (Interlocked.Increment(ref _count) > most)
        {
            _known.Clear();
            Volatile.Write(ref _count, 1);
        }

        _known[text] = found;
        return found;
    }
}
