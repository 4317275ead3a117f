using System.Buffers.Text;
using System.Text;

namespace DigiOne.Outreach.Mail;

/// <summary>Writes commands, one behind the other.</summary>
internal ref struct SmtpCommands(Span<byte> target)
{
    private readonly Span<byte> _target = target;

    /// <summary>How many bytes have been written.</summary>
    internal int Length { get; private set; }

    /// <summary>Writes the command of a stage.</summary>
    internal void Add(SmtpStage stage, WireMessage message, SmtpFeatures features)
    {
        switch (stage)
        {
            case SmtpStage.Reset:
                Add("RSET"u8);
                break;
            case SmtpStage.Mail:
                Add("MAIL FROM:<"u8, message.Envelope.From);
                AddParameters(message, features);
                break;
            case SmtpStage.Recipient:
                Add("RCPT TO:<"u8, message.Envelope.To);
                break;
            default:
                Add("DATA"u8);
                break;
        }

        Add("\r\n"u8);
    }

    private void AddParameters(WireMessage message, SmtpFeatures features)
    {
        if (features.Size)
        {
            Add(" SIZE="u8);
            Utf8Formatter.TryFormat(message.Content.Length, _target[Length..], out var written);
            Length += written;
        }

        if (!message.NeedsSmtpUtf8)
            return;

        // Its headers have letters outside ASCII; all else is encoded for seven bits.
        Add(features.EightBit ? " SMTPUTF8 BODY=8BITMIME"u8 : " SMTPUTF8"u8);
    }

    private void Add(scoped ReadOnlySpan<byte> command, string address)
    {
        Add(command);
        Length += Encoding.UTF8.GetBytes(address, _target[Length..]);
        Add(">"u8);
    }

    private void Add(scoped ReadOnlySpan<byte> text)
    {
        text.CopyTo(_target[Length..]);
        Length += text.Length;
    }
}
