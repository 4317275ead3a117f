using System.Reflection;

namespace DigiOne.Outreach.Configuration;

/// <summary>
/// Secrets: a setting <c>X</c> with a twin <c>XFile</c>. The value comes from the environment or from the file that the
/// twin names; in <c>outreach.json</c>, which is copied, committed and shown, it is refused.
/// </summary>
internal static class SecretFiles
{
    private static readonly string[] PasswordSigns = ["password", "pwd", "psw", "://"];

    /// <summary>Fills the secrets of one section from the files that it names.</summary>
    internal static IEnumerable<ConfigurationProblem> Read(object options, string path, ConfigurationSources sources)
    {
        var settings = OptionsReader.SettingsOf(options.GetType()).ToDictionary(setting => setting.Name);
        foreach (var secret in settings.Values.Where(setting => settings.ContainsKey(setting.Name + "File")))
        {
            var place = ConfigurationPath.Combine(path, secret.Name);
            if (sources.File[place] is { Length: > 0 } shown && (secret.Name == "Password" || CarriesPassword(shown)))
                yield return new(
                    place, "a secret stands in the configuration file",
                    $"set {ConfigurationSources.Variable(place)} in the environment, or name a file that holds it with {secret.Name}File");
            else if (settings[secret.Name + "File"].GetValue(options) is string file && ReadFile(options, secret, place, file) is { } problem)
                yield return problem;
        }
    }

    private static ConfigurationProblem? ReadFile(object options, PropertyInfo secret, string place, string file)
    {
        if (secret.GetValue(options) is string { Length: > 0 })
            return new(place + "File", $"{secret.Name} is set as well", "keep one of the two");

        try
        {
            var content = File.ReadAllText(file).Trim();
            secret.SetValue(options, content);
            return content.Length > 0 ? null : new(place + "File", $"'{file}' is empty", "name a file whose content is the secret");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new(place + "File", $"'{file}' cannot be read", "name a readable file whose content is the secret, relative to the working directory");
        }
    }

    private static bool CarriesPassword(string connectionString) =>
        PasswordSigns.Any(sign => connectionString.Contains(sign, StringComparison.OrdinalIgnoreCase));
}
