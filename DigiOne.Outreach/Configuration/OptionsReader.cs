using System.Collections;
using System.Globalization;
using System.Reflection;

namespace DigiOne.Outreach.Configuration;

/// <summary>
/// Reads configuration into options. Where the framework's binder stops at the first wrong value and passes over unknown
/// names, this collects every mistake with its path.
/// </summary>
internal sealed class OptionsReader(ConfigurationSources sources)
{
    private readonly List<ConfigurationProblem> _problems = [];
    private readonly List<string> _meant = [];

    /// <summary>What was found wrong so far.</summary>
    internal IReadOnlyList<ConfigurationProblem> Problems => _problems;

    /// <summary>Places where something else stands than was meant: those of the problems, and the settings that a mistyped name meant.</summary>
    internal IReadOnlyCollection<string> Unread => [.. _problems.Select(problem => problem.Path), .. _meant];

    /// <summary>Reads everything; a value that is wrong keeps its default and is among the <see cref="Problems"/>.</summary>
    internal T Read<T>()
        where T : new()
    {
        var options = new T();
        ReadSection(options, sources.All, "");
        return options;
    }

    /// <summary>The settings of an options class: what can be set, not what is derived.</summary>
    internal static IEnumerable<PropertyInfo> SettingsOf(Type options) =>
        options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is { IsPublic: true });

    private void ReadSection(object options, IConfiguration section, string path)
    {
        var settings = SettingsOf(options.GetType()).ToDictionary(setting => setting.Name, StringComparer.OrdinalIgnoreCase);
        var given = section.GetChildren().ToDictionary(child => child.Key, StringComparer.OrdinalIgnoreCase);
        foreach (var child in given.Values)
        {
            if (settings.TryGetValue(child.Key, out var setting))
                ReadSetting(options, setting, child);
            else if (child.Path != "$schema")
                AddUnknown(child, path, settings.Keys, given.ContainsKey);
        }

        // A section that is left out may have settings that must be there.
        foreach (var name in settings.Keys.Where(name => !given.ContainsKey(name) && !IsWrong(Join(path, name)) && IsSection(settings[name].PropertyType)))
            if (settings[name].GetValue(options) is { } absent)
                ReadObject(absent, section.GetSection(name));

        _problems.AddRange(SecretFiles.Read(options, path, sources));
        foreach (var setting in settings.Values.Where(setting => !IsWrong(Join(path, setting.Name))))
            _problems.AddRange(SettingRules.Check(setting, setting.GetValue(options), Join(path, setting.Name), Origin(Join(path, setting.Name))));
    }

    private void ReadSetting(object options, PropertyInfo setting, IConfigurationSection section)
    {
        var type = Nullable.GetUnderlyingType(setting.PropertyType) ?? setting.PropertyType;
        if (SettingValue.IsScalar(type))
            ReadScalar(type, section, value => setting.SetValue(options, value));
        else if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IList<>))
            ReadList(type.GenericTypeArguments[0], section, list => setting.SetValue(options, list));
        else if (section.Value is { Length: > 0 })
            Add(section.Path, "a single value stands where a section belongs", "write { ... }");
        else if (type.IsGenericType)
            ReadEntries((IDictionary)setting.GetValue(options)!, type.GenericTypeArguments[1], section);
        else if (setting.GetValue(options) is { } there)
            ReadObject(there, section);
        else if (section.GetChildren().Any())
            setting.SetValue(options, ReadObject(Activator.CreateInstance(type)!, section));
    }

    private void ReadScalar(Type type, IConfigurationSection section, Action<object> set)
    {
        if (section.GetChildren().Any())
            Add(section.Path, "a section or list stands where a single value belongs", $"give {SettingValue.Form(type)}");
        else if (section.Value is not { Length: > 0 } text)
            return;
        else if (SettingValue.TryRead(type, text, out var value))
            set(value);
        else
            Add(section.Path, $"'{text}' does not fit", $"give {SettingValue.Form(type)}");
    }

    private void ReadList(Type type, IConfigurationSection section, Action<IList> set)
    {
        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(type))!;
        // A variable holds a whole list, so that one can also be made shorter.
        if (sources.IsFromEnvironment(section.Path))
            foreach (var text in section.Value!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                ReadItem(type, section, text, list);
        else if (section.Value is { Length: > 0 } || section.GetChildren().Any(child => !int.TryParse(child.Key, CultureInfo.InvariantCulture, out _)))
            Add(section.Path, "this is not a list", $"write [ ... ] with {SettingValue.Form(type)} in each place");
        else
            foreach (var child in section.GetChildren())
            {
                list.Add(NothingOf(type));
                ReadScalar(type, child, value => list[^1] = value);
            }

        set(list);
    }

    private void ReadItem(Type type, IConfigurationSection section, string text, IList list)
    {
        list.Add(NothingOf(type));
        if (SettingValue.TryRead(type, text, out var value))
            list[^1] = value;
        else
            Add(section.Path, $"'{text}' does not fit", $"give {SettingValue.Form(type)} in each place, separated by commas");
    }

    // What cannot be read keeps its place: those behind it are named by theirs, and the list is not empty.
    private static object NothingOf(Type type) => type == typeof(string) ? "" : Activator.CreateInstance(type)!;

    private static bool IsSection(Type type) => !SettingValue.IsScalar(Nullable.GetUnderlyingType(type) ?? type) && !type.IsGenericType;

    private void ReadEntries(IDictionary entries, Type type, IConfigurationSection section)
    {
        foreach (var entry in section.GetChildren())
        {
            if (SettingValue.IsScalar(type))
                ReadScalar(type, entry, value => entries[entry.Key] = value);
            else if (entry.Value is { Length: > 0 })
                Add(entry.Path, "a single value stands where a section belongs", "write { ... }");
            else
                entries[entry.Key] = ReadObject(Activator.CreateInstance(type)!, entry);
        }
    }

    private object ReadObject(object options, IConfigurationSection section)
    {
        ReadSection(options, section, section.Path);
        return options;
    }

    private void Add(string path, string wrong, string right) => _problems.Add(new ConfigurationProblem(path, wrong + Origin(path), right));

    private void AddUnknown(IConfigurationSection section, string path, IReadOnlyCollection<string> known, Func<string, bool> isGiven)
    {
        Add(section.Path, "there is no such setting", NearestName.Advice(section.Key, known));
        if (NearestName.To(section.Key, known) is { } near && !isGiven(near))
            _meant.Add(Join(path, near));
    }

    private bool IsWrong(string path) => _meant.Contains(path, StringComparer.OrdinalIgnoreCase) || _problems.Any(problem => problem.Path.Equals(path, StringComparison.OrdinalIgnoreCase)
        || problem.Path.StartsWith(path + ":", StringComparison.OrdinalIgnoreCase));

    private string Origin(string path) => sources.IsFromEnvironment(path) ? $" (from {ConfigurationSources.Variable(path)})" : "";

    private static string Join(string path, string name) => path.Length == 0 ? name : ConfigurationPath.Combine(path, name);
}
