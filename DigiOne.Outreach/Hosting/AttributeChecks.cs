using System.Text.RegularExpressions;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Configuration;

namespace DigiOne.Outreach.Hosting;

internal static partial class AttributeChecks
{
    internal static IEnumerable<ConfigurationProblem> Of(IReadOnlyDictionary<string, AttributeOptions> attributes) =>
        attributes.SelectMany(entry => Of($"Attributes:{entry.Key}", entry.Key, entry.Value));

    private static IEnumerable<ConfigurationProblem> Of(string path, string key, AttributeOptions attribute)
    {
        if (!Key().IsMatch(key))
            yield return new(path, $"'{key}' is no key", "give 1-40 letters a-z, digits and _, a letter first; Names hold what people read");
        if (attribute.Type == AttributeType.Choice && attribute.Choices.Count == 0)
            yield return new($"{path}:Choices", "there is nothing to choose", "give at least one, e.g. { \"gold\": { \"Names\": { \"fi\": \"Kulta\" } } }");
        if (attribute.Type != AttributeType.Choice && attribute.Choices.Count > 0)
            yield return new($"{path}:Choices", $"a {attribute.Type} has no choices", "make its Type Choice, or leave them out");

        var names = attribute.Names.Select(name => (Path: $"{path}:Names:{name.Key}", Language: name.Key, Name: name.Value))
            .Concat(attribute.Choices.SelectMany(choice =>
                choice.Value.Names.Select(name => (Path: $"{path}:Choices:{choice.Key}:Names:{name.Key}", Language: name.Key, Name: name.Value))));
        foreach (var (at, language, name) in names)
        {
            if (!LanguageTag.IsKnown(language))
                yield return new(at, $"'{language}' is not a known language", "give a BCP 47 tag such as fi, sv or en");
            if (string.IsNullOrWhiteSpace(name))
                yield return new(at, "the name is empty", "give what people read");
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9_]{0,39}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Key();
}
