using System.Collections;
using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Hosting;
using DigiOne.Outreach.Tests.Support;

namespace DigiOne.Outreach.Tests.Configuration;

/// <summary>A configuration of a test's own: its <c>config/outreach.json</c> and its environment.</summary>
internal sealed class ConfigurationCase : IDisposable
{
    /// <summary>The least that is right.</summary>
    internal const string Least = """
        "Organisation": { "Name": "DigiOne", "PublicBaseUrl": "https://viesti.digione.example" },
        "Senders": { "digione": { "Name": "DigiOne", "Address": "viesti@digione.example" } }
        """;

    private readonly TempFolder _folder = new();
    private readonly Hashtable _environment = [];

    internal ConfigurationCase(string json)
    {
        Directory.CreateDirectory(_folder["config"]);
        File.WriteAllText(_folder["config/outreach.json"], json);
    }

    internal string Folder => _folder.FullPath;

    /// <summary>The least that is right, and more.</summary>
    internal static ConfigurationCase With(string sections) => new($"{{ {Least}, {sections} }}");

    internal ConfigurationCase Set(string variable, string value)
    {
        _environment[variable] = value;
        return this;
    }

    internal string Write(string name, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        File.WriteAllText(_folder[name], content);
        return _folder[name];
    }

    internal Settings Settings() => LoadSettings.From(Folder, _environment) switch
    {
        LoadedSettings.Valid valid => valid.Settings,
        LoadedSettings.Refused refused => throw new InvalidOperationException(string.Join('\n', refused.Problems)),
        var other => throw new InvalidOperationException(other.ToString()),
    };

    internal IReadOnlyList<ConfigurationProblem> Problems() =>
        LoadSettings.From(Folder, _environment).ShouldBeOfType<LoadedSettings.Refused>().Problems;

    /// <summary>The one problem there is.</summary>
    internal ConfigurationProblem Problem() => Problems().ShouldHaveSingleItem();

    public void Dispose() => _folder.Dispose();
}
