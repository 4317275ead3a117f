using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace DigiOne.Outreach.Mail;

/// <summary>
/// Signs the messages of one connection, one after the other, as the bytes that they go over the wire in: relaxed/relaxed
/// with RSA-SHA256 (RFC 6376), and Ed25519-SHA256 beside it (RFC 8463) where the sender has such a key.
/// </summary>
internal sealed class DkimPen(TimeProvider clock) : IDisposable
{
    /// <summary>
    /// What a signature covers, each where present. From, To and Subject stand twice: a second one added on the way would
    /// break it (RFC 6376 8.15).
    /// </summary>
    private static readonly string[] Signed =
    [
        "from", "from", "to", "to", "subject", "subject", "date", "message-id", "reply-to", "mime-version", "content-type", "content-language",
        "content-transfer-encoding", "list-id", "list-unsubscribe", "list-unsubscribe-post", "auto-submitted", "feedback-id",
    ];

    private const int LongestLine = 76;

    private readonly MessageBuffer _form = new();
    private readonly MessageBuffer _covered = new();
    private readonly List<Range> _fields = [];
    private readonly StringBuilder _names = new();
    private DkimKey? _key;
    private DkimSignature[] _signatures = [];

    /// <summary>Puts the signatures before a message; without a key it stays as it is.</summary>
    /// <param name="message">The message, not changed afterwards.</param>
    /// <param name="key">The sender's key.</param>
    internal void Sign(MessageBuffer message, DkimKey? key)
    {
        if (key is null)
            return;

        if (_key != key)
        {
            Dispose();
            (_key, _signatures) = (key, key.CreateSignatures());
        }

        var bytes = message.Written.Span;
        var headers = bytes.IndexOf("\r\n\r\n"u8) + 2;
        _form.Clear();
        RelaxedForm.Body(bytes[(headers + 2)..], _form);
        var bodyHash = Convert.ToBase64String(SHA256.HashData(_form.Written.Span));
        Cover(bytes[..headers]);
        foreach (var signature in _signatures)
            message.Prepend(FieldOf(signature, key.Domain, bodyHash));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var signature in _signatures) signature.Dispose();
        (_key, _signatures) = (null, []);
    }

    // Of several fields of one name the last counts first; one that is named and not there stands for nothing (RFC 6376 5.4.2)
    private void Cover(ReadOnlySpan<byte> headers)
    {
        _covered.Clear();
        _names.Clear();
        _fields.Clear();
        for (var at = 0; at < headers.Length;)
        {
            var length = HeaderFields.LengthOfFirst(headers[at..]);
            _fields.Add(at..(at + length));
            at += length;
        }

        var line = 0;
        for (var i = 0; i < Signed.Length; i++)
        {
            var again = i > 0 && Signed[i - 1] == Signed[i];
            var found = Last(headers, Signed[i], skip: again ? 1 : 0);
            if (found is { } field)
            {
                RelaxedForm.Header(headers[field], _covered);
                _covered.Write("\r\n"u8);
            }
            else if (!again || Last(headers, Signed[i], skip: 0) is null)
            {
                continue;
            }

            if (_names.Length > 0) _names.Append(':');
            if (_names.Length - line + Signed[i].Length > LongestLine - "\th=:".Length)
            {
                _names.Append("\r\n\t ");
                line = _names.Length;
            }

            _names.Append(Signed[i]);
        }
    }

    private Range? Last(ReadOnlySpan<byte> headers, string name, int skip)
    {
        for (var i = _fields.Count - 1; i >= 0; i--)
        {
            var field = headers[_fields[i]];
            if (field.Length > name.Length && field[name.Length] == ':' && Ascii.EqualsIgnoreCase(field[..name.Length], name) && skip-- == 0)
                return _fields[i];
        }

        return null;
    }

    private ReadOnlySpan<byte> FieldOf(DkimSignature signature, string domain, string bodyHash)
    {
        var time = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var unsigned = $"DKIM-Signature: v=1; a={signature.Algorithm}; c=relaxed/relaxed; t={time};\r\n\td={domain};\r\n\ts={signature.Selector};\r\n\th={_names};\r\n\tbh={bodyHash};\r\n\tb=";
        _form.Clear();
        _form.Write(_covered.Written.Span);
        RelaxedForm.Header(Encoding.ASCII.GetBytes(unsigned), _form);
        var value = Convert.ToBase64String(signature.Sign(SHA256.HashData(_form.Written.Span)));
        _form.Clear();
        _form.Write(unsigned);
        for (var at = 0; at < value.Length; at += LongestLine - 4)
        {
            if (at > 0) _form.Write("\r\n\t "u8);
            _form.Write(value.AsSpan(at, Math.Min(LongestLine - 4, value.Length - at)));
        }

        _form.Write("\r\n"u8);
        return _form.Written.Span;
    }
}
