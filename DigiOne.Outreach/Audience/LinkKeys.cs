using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using DigiOne.Outreach.Storage;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Audience;

/// <summary>What a link in a mail is for. A token made for one purpose opens nothing else.</summary>
internal enum LinkPurpose : byte
{
    /// <summary>Leaving a list, or everything.</summary>
    Unsubscribe = 1,

    /// <summary>Confirming what one asked for.</summary>
    Confirm = 2,

    /// <summary>Seeing and changing what one gets.</summary>
    Preferences = 3,

    /// <summary>Saying that a new mailbox belongs to somebody.</summary>
    NewAddress = 4,

    /// <summary>Mail that comes back, by an address that names a delivery.</summary>
    Return = 16,
}

/// <summary>
/// Seals what a link says with HMAC-SHA-256, truncated to 128 bits (RFC 2104 section 5). The newest key of the ring
/// seals, every key opens, so links in mails of years ago keep working after a rotation.
/// </summary>
/// <remarks>A token is base64url of: version (1 byte), key id (2), purpose (1), what it says, MAC (16).</remarks>
internal sealed class LinkKeys(IOptions<StorageOptions> storage, TimeProvider time)
{
    private const byte Version = 1;
    private const int HeaderLength = 4;
    private const int MacLength = 16;
    private const int LongestSigned = 16;

    private readonly SecretRing _ring = SecretRing.In(storage.Value, "link-keys.json", time);

    /// <summary>A token that says <paramref name="content"/>, for one purpose.</summary>
    internal string Seal(LinkPurpose purpose, ReadOnlySpan<byte> content)
    {
        var key = _ring.Newest;
        Span<byte> token = stackalloc byte[HeaderLength + content.Length + MacLength];
        token[0] = Version;
        BinaryPrimitives.WriteUInt16BigEndian(token[1..], key.Id);
        token[3] = (byte)purpose;
        content.CopyTo(token[HeaderLength..]);
        Mac(key, token[..^MacLength], token[^MacLength..]);
        return Base64Url.EncodeToString(token);
    }

    /// <summary>What a token says, if it was sealed here for this purpose.</summary>
    /// <param name="token">The token as it came.</param>
    /// <param name="purpose">The purpose that it must have.</param>
    /// <param name="content">Receives what it says; its length is part of what must fit.</param>
    internal bool TryOpen(string token, LinkPurpose purpose, Span<byte> content)
    {
        Span<byte> bytes = stackalloc byte[HeaderLength + content.Length + MacLength];
        if (token.Length != Base64Url.GetEncodedLength(bytes.Length)
            || Base64Url.DecodeFromChars(token, bytes, out _, out var written) != OperationStatus.Done
            || written != bytes.Length
            || bytes[0] != Version
            || bytes[3] != (byte)purpose
            || _ring.Find(BinaryPrimitives.ReadUInt16BigEndian(bytes[1..])) is not { } key)
            return false;

        Span<byte> expected = stackalloc byte[MacLength];
        Mac(key, bytes[..^MacLength], expected);
        if (!CryptographicOperations.FixedTimeEquals(expected, bytes[^MacLength..]))
            return false;
        bytes[HeaderLength..^MacLength].CopyTo(content);
        return true;
    }

    /// <summary>The MAC of what an address says, for those that are too narrow for a token of their own.</summary>
    /// <param name="purpose">What it is for.</param>
    /// <param name="content">What it says, at most 16 bytes.</param>
    /// <param name="mac">Receives the whole HMAC, 32 bytes.</param>
    /// <returns>The key's id, which must stand beside it.</returns>
    internal ushort Sign(LinkPurpose purpose, ReadOnlySpan<byte> content, Span<byte> mac)
    {
        var key = _ring.Newest;
        Sign(key, purpose, content, mac);
        return key.Id;
    }

    /// <summary>The same by the key of an id; false where there is no such key.</summary>
    internal bool TrySign(ushort id, LinkPurpose purpose, ReadOnlySpan<byte> content, Span<byte> mac)
    {
        if (_ring.Find(id) is not { } key)
            return false;
        Sign(key, purpose, content, mac);
        return true;
    }

    private static void Sign(SecretKey key, LinkPurpose purpose, ReadOnlySpan<byte> content, Span<byte> mac)
    {
        Span<byte> message = stackalloc byte[HeaderLength + LongestSigned];
        message[0] = Version;
        BinaryPrimitives.WriteUInt16BigEndian(message[1..], key.Id);
        message[3] = (byte)purpose;
        content.CopyTo(message[HeaderLength..]);
        HMACSHA256.HashData(key.Secret, message[..(HeaderLength + content.Length)], mac);
    }

    /// <inheritdoc cref="SecretRing.RotateAsync"/>
    internal Task RotateAsync(CancellationToken cancellationToken) => _ring.RotateAsync(cancellationToken);

    private static void Mac(SecretKey key, ReadOnlySpan<byte> message, Span<byte> mac)
    {
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key.Secret, message, whole);
        whole[..MacLength].CopyTo(mac);
    }
}
