using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace DigiOne.Outreach.Rendering;

/// <summary>
/// A frozen template with everything it includes. Rendering one never reads the disk, so that what was approved is what is
/// sent, whatever happens to the files meanwhile. It round-trips through System.Text.Json.
/// </summary>
internal sealed class MailTemplate
{
    /// <summary>Path of the entry inside <see cref="Files"/>; the text entry's path where there is only text.</summary>
    public required string Html { get; init; }

    /// <summary>Path of the text entry inside <see cref="Files"/>; null when the text is made from the rendered HTML.</summary>
    public string? Text { get; init; }

    /// <summary>The subject as template source; null when the rendered title or first heading serves.</summary>
    public string? Subject { get; init; }

    /// <summary>Path to source of the entries, their layouts and all that they include.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    /// <summary>Word to language to text, for <c>{{ t "word" }}</c>.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Words { get; init; }

    /// <summary>Whether there is no HTML entry.</summary>
    [JsonIgnore]
    public bool IsTextOnly => Html == Text;

    /// <summary>The same with another subject, as template source.</summary>
    public MailTemplate WithSubject(string subject) => new() { Html = Html, Text = Text, Subject = subject, Files = Files, Words = Words };

    /// <summary>SHA-256 over all of the content in lower-case hex: equal for equal templates, whatever order their files came in.</summary>
    public string ContentHash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, Html);
        Add(hash, Text);
        Add(hash, Subject);
        foreach (var (path, source) in Files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            Add(hash, path);
            Add(hash, source);
        }

        Add(hash, null);
        foreach (var (word, texts) in Words.OrderBy(word => word.Key, StringComparer.Ordinal))
        {
            Add(hash, word);
            foreach (var (language, text) in texts.OrderBy(text => text.Key, StringComparer.Ordinal))
            {
                Add(hash, language);
                Add(hash, text);
            }

            Add(hash, null);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // Each part with its length before it, so that no two contents run together into the same bytes
    private static void Add(IncrementalHash hash, string? part)
    {
        var bytes = part is null ? [] : Encoding.UTF8.GetBytes(part);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, part is null ? -1 : bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
