namespace DigiOne.Outreach.Configuration;

/// <summary>Finds the name that a person most likely meant.</summary>
internal static class NearestName
{
    // A beginning as short as that says nothing.
    private const int ShortestBeginning = 4;

    /// <summary>The known name nearest to the typed one, where it is near enough to be a slip; else one that it begins, or null.</summary>
    internal static string? To(string typed, IEnumerable<string> known)
    {
        var slips = Math.Max(2, typed.Length / 3);
        return known
            .Select(name => (name, distance: Distance(typed.ToUpperInvariant(), name.ToUpperInvariant())))
            .Where(candidate => candidate.distance <= slips && candidate.distance < candidate.name.Length)
            .OrderBy(candidate => candidate.distance)
            .Select(candidate => candidate.name)
            .FirstOrDefault() ?? Begun(typed, known);
    }

    // User for UserName: more than a slip away, and plainly meant.
    private static string? Begun(string typed, IEnumerable<string> known) => typed.Length < ShortestBeginning
        ? null
        : known.Where(name => name.StartsWith(typed, StringComparison.OrdinalIgnoreCase)).Take(2).ToArray() is [var only] ? only : null;

    /// <summary>"did you mean X?" where a name is near, else the whole choice.</summary>
    internal static string Advice(string typed, IReadOnlyCollection<string> known, string none = "there is none yet") =>
        To(typed, known) is { } near ? $"did you mean {near}?"
        : known.Count == 0 ? none
        : $"known here: {string.Join(", ", known)}";

    private static int Distance(string left, string right)
    {
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var current = new int[right.Length + 1];
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var changed = previous[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                current[j] = Math.Min(changed, Math.Min(previous[j], current[j - 1]) + 1);
            }

            previous = current;
        }

        return previous[^1];
    }
}
