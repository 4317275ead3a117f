namespace DigiOne.Outreach.Mail.Reading;

/// <summary>The addresses that a mail came to.</summary>
internal static class SentTo
{
    private const int Most = 50;

    private static readonly string[] Fields = ["To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-Delivered-To", "Apparently-To", "Resent-To"];

    /// <summary>Each once.</summary>
    internal static List<string> Of(OpenedMail mail) =>
        [.. Fields.SelectMany(mail.Headers.All).SelectMany(value => AddressScan.Find(value, needsDot: false)).Select(found => found.Address)
            .Distinct(StringComparer.OrdinalIgnoreCase).Take(Most)];
}
