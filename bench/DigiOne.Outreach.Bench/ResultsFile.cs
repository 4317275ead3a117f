namespace DigiOne.Outreach.Bench;

/// <summary><c>bench/RESULTS.md</c>: the machine, and a section for each part. A run replaces the sections that it measured.</summary>
internal static class ResultsFile
{
    private const string Heading = "## ";
    private static readonly string Path = System.IO.Path.Combine(BenchSettings.Root, "bench", "RESULTS.md");

    /// <summary>Writes what was measured, and keeps the other sections.</summary>
    internal static async Task WriteAsync(IReadOnlyDictionary<string, string> measured, CancellationToken cancellationToken)
    {
        var sections = File.Exists(Path) ? Read(await File.ReadAllTextAsync(Path, cancellationToken)) : [];
        foreach (var (title, text) in measured)
            sections[title] = text;
        await File.WriteAllTextAsync(
            Path,
            string.Join('\n', Part.All.Where(part => sections.ContainsKey(part.Title)).Select(part => sections[part.Title]).Prepend(Machine.Describe())),
            cancellationToken);
    }

    private static Dictionary<string, string> Read(string text) =>
        text.Split($"\n{Heading}").Skip(1).ToDictionary(section => section[..section.IndexOf('\n')], section => $"{Heading}{section.TrimEnd('\n')}\n");
}
