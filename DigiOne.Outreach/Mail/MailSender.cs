namespace DigiOne.Outreach.Mail;

/// <summary>An identity that mail comes from, with all that is needed to send as it.</summary>
/// <param name="Key">Its name in the configuration.</param>
/// <param name="From">From.</param>
/// <param name="ReplyTo">Reply-To, where it differs from From.</param>
/// <param name="EnvelopeFrom">MAIL FROM.</param>
/// <param name="MessageIdDomain">The domain that its Message-IDs end with, in ASCII.</param>
/// <param name="Dkim">Signs its mail; null for none.</param>
/// <param name="Routes">The ways its mail may leave, in the configured order; never empty.</param>
public sealed record MailSender(
    string Key, Mailbox From, Mailbox? ReplyTo, string EnvelopeFrom, string MessageIdDomain, DkimKey? Dkim, IReadOnlyList<IMailRoute> Routes)
{
    /// <summary>The hours in which its bulk mail goes out; null for all.</summary>
    public SendWindowOptions? Window { get; init; }

    /// <summary>Whether this is its name, in any case of letters.</summary>
    internal bool IsNamed(string key) => string.Equals(Key, key, StringComparison.OrdinalIgnoreCase);
}
