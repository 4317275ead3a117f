namespace DigiOne.Outreach.Mail.Reading;

/// <summary>
/// Whether a mail asks to be let off a list: it came to an address that is for nothing else, or its whole subject or body
/// is the word for it. A sentence that holds the word is for a person to read.
/// </summary>
internal static class UnsubscribeSigns
{
    private const int LongestRequest = 60;

    /// <summary>Whether it does.</summary>
    internal static bool Has(OpenedMail mail)
    {
        if (IsRequest(mail.Subject) || (mail.Notice.Text.Length < 4 * LongestRequest && IsRequest(mail.Notice.Text)))
            return true;
        return SentTo.Of(mail).Exists(IsForNothingElse);
    }

    private static bool IsRequest(string text)
    {
        var words = text.Trim().Trim('.', '!', '"', '\'', '<', '>', ' ');
        return words.Length is > 0 and < LongestRequest && MailSigns.Unsubscribe.Contains(words);
    }

    private static bool IsForNothingElse(string address) =>
        address[..address.LastIndexOf('@')].Split('+', '-', '_', '.', '=').Any(word => word.Equals("unsubscribe", StringComparison.OrdinalIgnoreCase) || word.Equals("unsub", StringComparison.OrdinalIgnoreCase));
}
