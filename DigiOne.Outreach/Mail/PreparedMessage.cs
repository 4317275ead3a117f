using System.Security.Cryptography;
using System.Text;

namespace DigiOne.Outreach.Mail;

/// <summary>A piece of a text with holes.</summary>
/// <param name="Constant">The text; null for a hole.</param>
/// <param name="Hole">Number of the value that fills it, in <see cref="Filling.Values"/>.</param>
internal readonly record struct TextPiece(string? Constant, int Hole);

/// <summary>What fills a prepared message for one recipient.</summary>
/// <param name="MessageId">As in <see cref="OutgoingMail.MessageId"/>.</param>
/// <param name="Date">The Date header.</param>
/// <param name="To">To, and the envelope's recipient.</param>
/// <param name="Unsubscribe">The address of List-Unsubscribe; null where the mail that was prepared had none.</param>
/// <param name="Values">What goes into the holes of subject, text and HTML: one line each.</param>
internal readonly record struct Filling(
    string MessageId, DateTimeOffset Date, Mailbox To, string? Unsubscribe, IReadOnlyList<string> Values)
{
    /// <summary>This recipient's MAIL FROM, in the form of the wire; null for that of the mail that was prepared.</summary>
    internal string? EnvelopeFrom { get; init; }

    /// <inheritdoc cref="OutgoingMail.UnsubscribeAddress"/>
    internal string? UnsubscribeAddress { get; init; }
}

/// <summary>
/// A message that is composed and encoded but for what differs per recipient. Its shape is the composer's: it is cut out of
/// one composed message, so there is one place where a message's parts and headers are decided.
/// </summary>
internal sealed class PreparedMessage
{
    private readonly List<Segment> _segments = [];
    private readonly MessageBuffer _constant = new();
    private readonly IReadOnlyList<TextPiece> _subject;

    /// <summary>Prepares a message.</summary>
    /// <param name="mail">One recipient's mail.</param>
    /// <param name="subject">Its subject, cut at its holes.</param>
    /// <param name="text">Its text part, cut at its holes.</param>
    /// <param name="html">Its HTML part, cut at its holes.</param>
    internal PreparedMessage(OutgoingMail mail, IReadOnlyList<TextPiece> subject, IReadOnlyList<TextPiece> text, IReadOnlyList<TextPiece> html)
    {
        _subject = subject;
        EnvelopeFrom = WireAddress.Of(mail.Envelope.From);
        NeedsSmtpUtf8 = MessageComposer.NeedsSmtpUtf8(mail with { Envelope = mail.Envelope with { To = "" }, To = new Mailbox("", "") });

        var textMark = MarkOf("text", mail);
        var htmlMark = MarkOf("html", mail);
        var source = Composed(mail with { Text = textMark, Html = htmlMark });
        var body = source.IndexOf("\r\n\r\n"u8) + 2;
        Headers(source[..body]);
        var textAt = source.IndexOf(Encoding.ASCII.GetBytes(textMark));
        var htmlAt = source.IndexOf(Encoding.ASCII.GetBytes(htmlMark));
        _constant.Write(source[body..textAt]);
        Body(text);
        _constant.Write(source[(textAt + textMark.Length)..htmlAt]);
        Body(html);
        _constant.Write(source[(htmlAt + htmlMark.Length)..]);
        EndConstant();
    }

    /// <summary>MAIL FROM, in the form of the wire.</summary>
    internal string EnvelopeFrom { get; }

    /// <summary>Whether the sender's own addresses ask for SMTPUTF8, whoever it goes to.</summary>
    internal bool NeedsSmtpUtf8 { get; }

    /// <summary>Writes the message of one recipient.</summary>
    internal void Write(in Filling filling, MessageBuffer output)
    {
        foreach (var segment in _segments)
        {
            switch (segment.Slot)
            {
                case Slot.Constant:
                    output.Write(segment.Constant);
                    break;
                case Slot.Hole:
                    QuotedPrintable.Write(filling.Values[segment.Hole], last: false, output);
                    break;
                case Slot.MessageId:
                    HeaderLines.Bracketed("Message-Id"u8, filling.MessageId, output);
                    break;
                case Slot.Date:
                    HeaderLines.Date(filling.Date, output);
                    break;
                case Slot.To:
                    HeaderLines.Mailbox("To"u8, filling.To, output);
                    break;
                case Slot.Subject:
                    var values = filling.Values;
                    HeaderLines.Subject(string.Concat(_subject.Select(piece => piece.Constant ?? values[piece.Hole])), output);
                    break;
                case Slot.Unsubscribe:
                    HeaderLines.Unsubscribe(filling.Unsubscribe!, filling.UnsubscribeAddress, output);
                    break;
            }
        }
    }

    private void Headers(ReadOnlySpan<byte> block)
    {
        while (block.Length > 0)
        {
            var length = HeaderFields.LengthOfFirst(block);
            if (SlotOf(block[..block.IndexOf((byte)':')]) is { } slot)
            {
                EndConstant();
                _segments.Add(new(slot, [], 0));
            }
            else
            {
                _constant.Write(block[..length]);
            }

            block = block[length..];
        }
    }

    private Slot? SlotOf(ReadOnlySpan<byte> name) => Encoding.ASCII.GetString(name).ToUpperInvariant() switch
    {
        "MESSAGE-ID" => Slot.MessageId,
        "DATE" => Slot.Date,
        "TO" => Slot.To,
        "SUBJECT" when _subject.Any(piece => piece.Constant is null) => Slot.Subject,
        "LIST-UNSUBSCRIBE" => Slot.Unsubscribe,
        _ => null,
    };

    private void Body(IReadOnlyList<TextPiece> pieces)
    {
        for (var i = 0; i < pieces.Count; i++)
        {
            if (pieces[i].Constant is { } constant)
            {
                QuotedPrintable.Write(constant.ReplaceLineEndings("\r\n"), last: i == pieces.Count - 1, _constant);
                continue;
            }

            EndConstant();
            _segments.Add(new(Slot.Hole, [], pieces[i].Hole));
        }
    }

    private void EndConstant()
    {
        if (_constant.Written.Length > 0) _segments.Add(new(Slot.Constant, _constant.Written.ToArray(), 0));
        _constant.Clear();
    }

    private static Span<byte> Composed(OutgoingMail mail)
    {
        using var message = MessageComposer.Compose(mail);
        using var bytes = new MemoryStream();
        message.WriteTo(MessageComposer.Format, bytes, CancellationToken.None);
        return bytes.ToArray();
    }

    // Of letters only, so that no encoding changes it; of the content's hash, so that no content has it
    private static string MarkOf(string part, OutgoingMail mail)
        => $"{part}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(mail.Text + mail.Html)).AsSpan(0, 16))}";

    private enum Slot
    {
        Constant,
        Hole,
        MessageId,
        Date,
        To,
        Subject,
        Unsubscribe,
    }

    private readonly record struct Segment(Slot Slot, byte[] Constant, int Hole);
}
