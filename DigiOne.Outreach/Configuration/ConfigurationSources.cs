using System.Collections;

namespace DigiOne.Outreach.Configuration;

/// <summary>The configuration file with the environment laid over it.</summary>
internal sealed class ConfigurationSources
{
    /// <summary>What the names of our environment variables begin with.</summary>
    internal const string Prefix = "OUTREACH__";

    private readonly IConfiguration _environment;

    /// <param name="json">The file's content.</param>
    /// <param name="environment">All environment variables; those that begin with <see cref="Prefix"/> count.</param>
    /// <exception cref="FormatException">The file names a setting twice, or is not an object.</exception>
    internal ConfigurationSources(byte[] json, IDictionary environment)
    {
        var overrides = environment.Cast<DictionaryEntry>()
            .Where(entry => ((string)entry.Key).StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            .Select(entry => KeyValuePair.Create(
                ((string)entry.Key)[Prefix.Length..].Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal), (string?)entry.Value))
            .ToList();
        File = new ConfigurationBuilder().AddJsonStream(new MemoryStream(json)).Build();
        _environment = new ConfigurationBuilder().AddInMemoryCollection(overrides).Build();
        // Not the two chained: a chained source drops what was set to nothing on purpose.
        All = new ConfigurationBuilder().AddJsonStream(new MemoryStream(json)).AddInMemoryCollection(overrides).Build();
    }

    /// <summary>What holds.</summary>
    internal IConfiguration All { get; }

    /// <summary>What the file says, whether it holds or not.</summary>
    internal IConfiguration File { get; }

    /// <summary>Whether a variable sets this very value.</summary>
    internal bool IsFromEnvironment(string path) => _environment[path] is not null;

    /// <summary>The variable that sets a value.</summary>
    internal static string Variable(string path) => Prefix + path.Replace(ConfigurationPath.KeyDelimiter, "__", StringComparison.Ordinal);
}
