using DigiOne.Outreach.Configuration;

namespace DigiOne.Outreach.Hosting;

/// <summary>
/// Tells a mistake from what only follows from another: a value that could not be read has its default now, and what the
/// checks say of that would send people to a place where nothing is wrong.
/// </summary>
internal static class Consequences
{
    /// <summary>What checks found, without the consequences.</summary>
    /// <param name="found">What the checks found.</param>
    /// <param name="unread">Places of which something else stands than was meant: unreadable, or written under a mistyped name.</param>
    internal static IEnumerable<ConfigurationProblem> LeaveOut(IEnumerable<ConfigurationProblem> found, IReadOnlyCollection<string> unread)
    {
        var own = found.Where(problem => !unread.Any(place => IsIn(problem.Path, place))).ToList();
        return own.Where(problem => !problem.RestsOn.Any(ground =>
            unread.Any(place => Touch(ground, place)) || own.Any(other => other != problem && Touch(ground, other.Path))));
    }

    private static bool Touch(string one, string other) => IsIn(one, other) || IsIn(other, one);

    private static bool IsIn(string path, string place) =>
        path.Equals(place, StringComparison.OrdinalIgnoreCase)
        || path.StartsWith(place + ConfigurationPath.KeyDelimiter, StringComparison.OrdinalIgnoreCase);
}
