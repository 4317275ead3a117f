using System.Diagnostics.CodeAnalysis;

namespace DigiOne.Outreach.Web.Api;

/// <summary>
/// A choice in a query, by its word in any case of letters, with hyphens or without (<c>windows-1252</c>); the framework's own
/// reading takes numbers and one case only.
/// </summary>
/// <param name="Value">The choice.</param>
internal readonly record struct Word<T>(T Value) : IParsable<Word<T>>
    where T : struct, Enum
{
    public static Word<T> Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var word) ? word : throw new FormatException($"'{s}' is none of {string.Join(", ", Enum.GetNames<T>())}.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Word<T> result)
    {
        var bare = s?.Replace("-", "", StringComparison.Ordinal);
        var name = Enum.GetNames<T>().FirstOrDefault(name => name.Equals(bare, StringComparison.OrdinalIgnoreCase));
        result = name is null ? default : new Word<T>(Enum.Parse<T>(name));
        return name is not null;
    }
}
