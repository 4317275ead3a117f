using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace DigiOne.Outreach.Configuration;

/// <summary>Checks a value against the attributes of its setting.</summary>
internal static class SettingRules
{
    internal static IEnumerable<ConfigurationProblem> Check(PropertyInfo setting, object? value, string path, string origin)
    {
        foreach (var rule in setting.GetCustomAttributes<ValidationAttribute>().Where(rule => !rule.IsValid(value)))
            yield return rule switch
            {
                RequiredAttribute => new(path, "is missing" + origin, $"give {SettingValue.Form(setting.PropertyType)}"),
                RangeAttribute range => new(
                    path, $"{value} is out of range{origin}", $"give {SettingValue.Form(setting.PropertyType)} from {range.Minimum} to {range.Maximum}"),
                _ => new(path, rule.FormatErrorMessage(setting.Name) + origin, $"give {SettingValue.Form(setting.PropertyType)}"),
            };
    }
}
