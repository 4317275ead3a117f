using System.Security.Cryptography;
using System.Text;
using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Audience;

/// <summary>Identifies a <see cref="Wording"/>.</summary>
public readonly record struct WordingId(Guid Value) : IGuidId<WordingId>
{
    /// <inheritdoc />
    public static WordingId From(Guid value) => new(value);
}

/// <summary>The exact words that somebody agreed to. Once there it never changes.</summary>
public sealed class Wording
{
    /// <summary>The longest <see cref="Version"/>.</summary>
    internal const int LongestVersion = 64;

    /// <summary>Identity.</summary>
    public WordingId Id { get; init; } = new(Guid.CreateVersion7());

    /// <summary>Which version it is, as the organisation counts them. At most 64 characters.</summary>
    public required string Version { get; init; }

    /// <summary>BCP 47 language.</summary>
    public required string Language { get; init; }

    /// <summary>The words.</summary>
    public required string Text { get; init; }

    /// <summary>SHA-256 over language, version and text, in hexadecimal: the same words stand here once.</summary>
    public required string Hash { get; init; }

    /// <summary>When they were first shown to somebody who agreed.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The hash of these words.</summary>
    internal static string HashOf(string version, string language, string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{language}\n{version}\n{text}")));
}
