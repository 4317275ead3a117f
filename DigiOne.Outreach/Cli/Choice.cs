using System.CommandLine;

namespace DigiOne.Outreach.Cli;

/// <summary>Options that take one of a few words, and say which where another is given.</summary>
internal static class Choice
{
    /// <summary>The option; without it the value is the type's default, unless it is required.</summary>
    /// <param name="name">As it is typed.</param>
    /// <param name="description">What it is for.</param>
    /// <param name="words">What each word means.</param>
    internal static Option<T> Of<T>(string name, string description, IReadOnlyDictionary<string, T> words)
        where T : struct, Enum =>
        new(name)
        {
            Description = description,
            HelpName = string.Join('|', words.Keys),
            CustomParser = result =>
            {
                if (words.TryGetValue(result.Tokens[0].Value, out var value))
                    return value;
                result.AddError($"'{result.Tokens[0].Value}' is nothing that {name} knows: {string.Join(", ", words.Keys)}.");
                return default;
            },
        };
}
