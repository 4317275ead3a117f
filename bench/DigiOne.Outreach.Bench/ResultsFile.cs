namespace DigiOne.Outreach.Bench;

/// <summary>
/// <c>bench/RESULTS.md</c>: a section for each part, which says when, from what and on what it was taken. A run replaces the
/// sections that it measured, and leaves of each what its figures were before.
/// </summary>
internal static class ResultsFile
{
    private const string Heading = "## ";
    private const string Taken = "Taken: ";
    private const string Found = "Found: ";
    private const string Before = "Before: ";

    private const string Preamble =
        """
        # Results

        Written by `bench/run.sh`; run it on a machine that does nothing else. Each section says when, from which commit, by what and on what it was taken, and what the run before it found.

        """;

    private static readonly string Path = System.IO.Path.Combine(BenchSettings.Root, "bench", "RESULTS.md");

    /// <summary>Writes what a part has found.</summary>
    internal static async Task WriteAsync(string title, Measured measured, string taken, CancellationToken cancellationToken) =>
        await File.WriteAllTextAsync(
            Path, Replace(File.Exists(Path) ? await File.ReadAllTextAsync(Path, cancellationToken) : "", title, measured, taken), cancellationToken);

    /// <summary>The file's text with one section made anew.</summary>
    /// <param name="text">The file's text as it is.</param>
    /// <param name="title">The section's heading.</param>
    /// <param name="measured">What was found.</param>
    /// <param name="taken">When and from what, up to the first comma, and on what.</param>
    internal static string Replace(string text, string title, Measured measured, string taken)
    {
        var sections = text.Split($"\n{Heading}").Skip(1).ToDictionary(section => section[..section.IndexOf('\n')], section => $"{Heading}{section.TrimEnd('\n')}\n");
        var before = sections.TryGetValue(title, out var old) && LineOf(old, Found) is { } found && LineOf(old, Taken) is { } then
            ? $"\n{Before}{then.Split(", ")[0]}: {found}\n"
            : "";
        sections[title] = $"{Heading}{title}\n\n{Taken}{taken}\n\n{Found}{measured.Headline}\n\n{measured.Text.TrimEnd('\n')}\n{before}";
        return string.Join('\n', Part.All.Where(part => sections.ContainsKey(part.Title)).Select(part => sections[part.Title]).Prepend(Preamble));
    }

    private static string? LineOf(string section, string start) =>
        section.Split('\n').FirstOrDefault(line => line.StartsWith(start, StringComparison.Ordinal))?[start.Length..];
}
