using DigiOne.Outreach.Configuration;

namespace DigiOne.Outreach.Hosting;

/// <summary>What became of reading the configuration.</summary>
/// <param name="File">The file that was read.</param>
internal abstract record LoadedSettings(string File)
{
    /// <summary>Everything is right.</summary>
    internal sealed record Valid(string File, Settings Settings) : LoadedSettings(File);

    /// <summary>Nothing may start: all that is wrong.</summary>
    internal sealed record Refused(string File, IReadOnlyList<ConfigurationProblem> Problems) : LoadedSettings(File);
}
