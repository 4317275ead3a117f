using System.Globalization;
using System.Text;

namespace DigiOne.Outreach.Mail;

/// <summary>What a relay offers, as its EHLO said (RFC 5321 4.1.1.1).</summary>
internal sealed record SmtpFeatures
{
    /// <summary>What a server offers that knows HELO only.</summary>
    internal static readonly SmtpFeatures None = new();

    private const int LongestAddress = 1000;

    private static readonly SmtpReply NeedsSmtpUtf8 = new(553, "5.6.7", MailExplanations.AddressNeedsUtf8.Of());
    private static readonly SmtpReply Unwritable = new(553, "5.1.3", MailExplanations.AddressUnwritable.Of());

    /// <summary>Takes several commands at once (RFC 2920).</summary>
    internal bool Pipelining { get; init; }

    /// <summary>Takes eight bits a byte (RFC 6152).</summary>
    internal bool EightBit { get; init; }

    /// <summary>Takes addresses in UTF-8 (RFC 6531).</summary>
    internal bool Utf8 { get; init; }

    /// <summary>Can go over to TLS (RFC 3207).</summary>
    internal bool StartTls { get; init; }

    /// <summary>Wants to be told a message's size (RFC 1870).</summary>
    internal bool Size { get; init; }

    /// <summary>The most bytes that a message may have; 0 for no limit that it names.</summary>
    internal long LargestMessage { get; init; }

    /// <summary>The SASL mechanisms that it takes (RFC 4954).</summary>
    internal IReadOnlyList<string> Mechanisms { get; init; } = [];

    /// <summary>Reads the reply to EHLO.</summary>
    internal static SmtpFeatures Parse(ReadOnlySpan<byte> reply)
    {
        var features = None;
        foreach (var line in Encoding.ASCII.GetString(reply).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            // Some servers of old write AUTH=LOGIN.
            string[] words = line.Length < 5 ? [""] : line[4..].Split([' ', '=', '\r'], StringSplitOptions.RemoveEmptyEntries);
            features = words is [var keyword, .. var parameters] ? features.With(keyword.ToUpperInvariant(), parameters) : features;
        }

        return features;
    }

    /// <summary>Why this relay cannot take a message, so that it need not be asked; null where nothing speaks against it.</summary>
    internal SmtpReply? ObjectionTo(WireMessage message)
    {
        if (message.NeedsSmtpUtf8 && !Utf8)
            return NeedsSmtpUtf8;
        if (LargestMessage > 0 && message.Content.Length > LargestMessage)
            return new SmtpReply(552, "5.3.4", MailExplanations.TooLarge.Of(message.Content.Length, LargestMessage));

        // A line end would begin a command of its own.
        return IsWritable(message.Envelope.From) && IsWritable(message.Envelope.To) ? null : Unwritable;
    }

    private static bool IsWritable(string address)
        => address.Length <= LongestAddress && !address.AsSpan().ContainsAnyInRange('\0', '\x1f') && !address.Contains('\x7f', StringComparison.Ordinal);

    private SmtpFeatures With(string keyword, string[] parameters) => keyword switch
    {
        "PIPELINING" => this with { Pipelining = true },
        "8BITMIME" => this with { EightBit = true },
        "SMTPUTF8" => this with { Utf8 = true },
        "STARTTLS" => this with { StartTls = true },
        "SIZE" => this with { Size = true, LargestMessage = parameters is [var size, ..] && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var most) ? most : 0 },
        "AUTH" => this with { Mechanisms = [.. Mechanisms, .. parameters.Select(name => name.ToUpperInvariant())] },
        _ => this,
    };
}
