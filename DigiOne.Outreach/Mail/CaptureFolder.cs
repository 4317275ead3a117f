using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace DigiOne.Outreach.Mail;

/// <summary>
/// A folder that mail goes into in place of the world: one file per hand-over, <c>xx/TIME-HASH.eml</c>, whose hash is that
/// of the Message-ID and whose folder <c>xx</c> is the hash's first two digits. The time stands in the name so that the
/// newest are found without opening or asking for a file; a message handed over twice is there twice.
/// </summary>
internal sealed class CaptureFolder(string root, TimeProvider clock) : IMailRoute
{
    /// <summary>The name that attempts are recorded under.</summary>
    internal const string RouteName = "capture";

    private const string TimeFormat = "yyyyMMdd'T'HHmmssfffffff'Z'";
    private const int HashLength = 32;

    /// <inheritdoc />
    public string Name => RouteName;

    /// <inheritdoc />
    public int Connections => 4;

    /// <summary>The folder.</summary>
    internal string Root { get; } = Path.GetFullPath(root);

    /// <inheritdoc />
    public IMailConnection CreateConnection() => new CaptureConnection(this);

    /// <summary>The path of a captured message, of the newest where there are several; null where it was not captured.</summary>
    internal string? PathFor(string messageId)
    {
        var hash = HashOf(messageId);
        var folder = Path.Combine(Root, hash[..2]);
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, $"*-{hash}.eml").Max(StringComparer.Ordinal) : null;
    }

    /// <summary>The bytes of a captured message; null where it was not captured.</summary>
    internal Stream? Open(string messageId) => PathFor(messageId) is { } path ? File.OpenRead(path) : null;

    /// <summary>The path for a message that is captured now.</summary>
    internal string NewPathFor(string messageId)
    {
        var hash = HashOf(messageId);
        return Path.Combine(Root, hash[..2], $"{clock.GetUtcNow().ToString(TimeFormat, CultureInfo.InvariantCulture)}-{hash}.eml");
    }

    /// <summary>The path of a file by its name; null for what is no such name, whatever else it may be.</summary>
    internal string? PathOfFile(string name)
    {
        var dash = name.Length - HashLength - 1;
        if (dash < 1 || name[dash] != '-' || !name.Skip(dash + 1).All(char.IsAsciiHexDigitLower) || TimeOfFile(name) is null)
            return null;

        var path = Path.Combine(Root, name.Substring(dash + 1, 2), $"{name}.eml");
        return File.Exists(path) ? path : null;
    }

    /// <summary>When a file was captured, by its name.</summary>
    internal static DateTimeOffset? TimeOfFile(string name)
        => name.IndexOf('-', StringComparison.Ordinal) is var dash and > 0
            && DateTimeOffset.TryParseExact(name.AsSpan(0, dash), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                ? time
                : null;

    // Message-IDs may hold anything that a path must not.
    private static string HashOf(string messageId)
        => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(messageId)))[..HashLength];
}
