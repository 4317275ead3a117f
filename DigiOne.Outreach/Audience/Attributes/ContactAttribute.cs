namespace DigiOne.Outreach.Audience;

/// <summary>An attribute that contacts may have, as the configuration declares it.</summary>
/// <param name="Key">The name under which it is stored.</param>
/// <param name="Type">What kind of value it takes.</param>
/// <param name="Names">What people read, per language.</param>
/// <param name="Choices">What may be chosen, and what people read of it per language; empty where it is no choice.</param>
internal sealed record ContactAttribute(
    string Key, AttributeType Type, IReadOnlyDictionary<string, string> Names, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Choices)
{
    /// <summary>Its name in a language, else its key.</summary>
    internal string NameIn(string language) => Names.GetValueOrDefault(language, Key);

    /// <summary>A choice's name in a language, else the word that is stored.</summary>
    internal string ChoiceIn(string choice, string language) => Choices.GetValueOrDefault(choice)?.GetValueOrDefault(language) ?? choice;

    internal static ContactAttribute Of(string key, AttributeOptions options) => new(
        key, options.Type, options.Names,
        options.Choices.ToDictionary(choice => choice.Key, IReadOnlyDictionary<string, string> (choice) => choice.Value.Names, StringComparer.OrdinalIgnoreCase));
}
