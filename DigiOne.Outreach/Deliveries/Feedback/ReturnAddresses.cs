using System.Buffers.Binary;
using System.Security.Cryptography;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Mail;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Deliveries;

/// <summary>What an address with a token is for. The token for one is none for the other.</summary>
internal enum ReturnPurpose
{
    /// <summary>The envelope's sender: what comes to it is about that delivery.</summary>
    Bounce,

    /// <summary>The mailto: of List-Unsubscribe (RFC 2369): who writes to it leaves the list.</summary>
    Leave,
}

/// <summary>The addresses that one delivery's mail carries; both null while no mailbox is read.</summary>
/// <param name="Bounce">The envelope's sender.</param>
/// <param name="Leave">The address to leave by.</param>
internal readonly record struct ReturnPair(string? Bounce, string? Leave);

/// <summary>
/// Addresses that tell which delivery a mail to them is about (VERP), and that nobody can make up who has not seen its message:
/// 32 letters in the place that the configuration leaves for them.
/// </summary>
/// <remarks>
/// The letters are 20 bytes: id of the key (2), id of the delivery (6), MAC (12). Both MACs are parts of one HMAC-SHA-256, which
/// is what a message can afford: it is as long as both, and no part of it tells the other.
/// </remarks>
internal sealed class ReturnAddresses
{
    /// <summary>What stands before the token of an address to leave by; readers of mail know the word.</summary>
    internal const string LeaveMark = "unsub-";

    /// <summary>How many letters of the mailbox are taken by the longer of both.</summary>
    internal const int LongestToken = 6 + 32;

    private const int IdLength = 6;
    private const int MacLength = 12;
    private const int TokenLength = sizeof(ushort) + IdLength + MacLength;
    private static readonly int Letters = Base32.LengthOf(TokenLength);

    private readonly LinkKeys _keys;
    private readonly string? _before;
    private readonly string _after = "";
    private readonly string _mailboxEnd = "";

    /// <param name="keys">Seals them.</param>
    /// <param name="options">The pattern, checked before.</param>
    public ReturnAddresses(LinkKeys keys, IOptions<ReturnAddressOptions> options)
    {
        _keys = keys;
        if (options.Value.Pattern is not { } pattern)
            return;
        var wire = WireAddress.Of(pattern);
        var star = wire.IndexOf('*', StringComparison.Ordinal);
        (_before, _after) = (wire[..star], wire[(star + 1)..]);
        _mailboxEnd = _after[.._after.LastIndexOf('@')];
    }

    /// <summary>Those of one delivery.</summary>
    /// <param name="delivery">Which.</param>
    /// <param name="mayLeave">Whether there is a list to leave.</param>
    internal ReturnPair Of(DeliveryId delivery, bool mayLeave)
    {
        if (_before is null)
            return default;
        Span<byte> token = stackalloc byte[TokenLength];
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        WriteId(delivery, token[sizeof(ushort)..]);
        BinaryPrimitives.WriteUInt16BigEndian(token, _keys.Sign(LinkPurpose.Return, token.Slice(sizeof(ushort), IdLength), mac));
        mac[..MacLength].CopyTo(token[^MacLength..]);
        var bounce = Write("", token);
        if (!mayLeave)
            return new ReturnPair(bounce, null);
        mac.Slice(MacLength, MacLength).CopyTo(token[^MacLength..]);
        return new ReturnPair(bounce, Write(LeaveMark, token));
    }

    /// <summary>Reads an address that came back, in whatever case of letters; its domain does not matter.</summary>
    internal bool TryRead(string address, out DeliveryId delivery, out ReturnPurpose purpose)
    {
        (delivery, purpose) = (default, default);
        var mailbox = address.AsSpan(0, Math.Max(address.LastIndexOf('@'), 0));
        if (_before is null || mailbox.Length < _before.Length + _mailboxEnd.Length
            || !mailbox.StartsWith(_before, StringComparison.OrdinalIgnoreCase) || !mailbox.EndsWith(_mailboxEnd, StringComparison.OrdinalIgnoreCase))
            return false;

        var middle = mailbox[_before.Length..(mailbox.Length - _mailboxEnd.Length)];
        if (middle.StartsWith(LeaveMark, StringComparison.OrdinalIgnoreCase))
        {
            middle = middle[LeaveMark.Length..];
            purpose = ReturnPurpose.Leave;
        }

        Span<byte> token = stackalloc byte[TokenLength];
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (middle.Length != Letters || !Base32.TryRead(middle, token)
            || !_keys.TrySign(BinaryPrimitives.ReadUInt16BigEndian(token), LinkPurpose.Return, token.Slice(sizeof(ushort), IdLength), mac))
            return false;

        delivery = new DeliveryId((long)BinaryPrimitives.ReadUInt16BigEndian(token[2..]) << 32 | BinaryPrimitives.ReadUInt32BigEndian(token[4..]));
        return CryptographicOperations.FixedTimeEquals(
            purpose == ReturnPurpose.Leave ? mac.Slice(MacLength, MacLength) : mac[..MacLength], token[^MacLength..]);
    }

    private static void WriteId(DeliveryId delivery, Span<byte> target)
    {
        BinaryPrimitives.WriteUInt16BigEndian(target, checked((ushort)(delivery.Value >> 32)));
        BinaryPrimitives.WriteUInt32BigEndian(target[2..], (uint)delivery.Value);
    }

    private string Write(string mark, ReadOnlySpan<byte> token)
    {
        Span<char> letters = stackalloc char[Letters];
        Base32.Write(token, letters);
        return string.Concat(_before, mark, letters, _after);
    }
}
