using DigiOne.Outreach.Mail;

namespace DigiOne.Outreach.Tests.Mail;

internal static class WrittenMails
{
    /// <summary>Writes a mail and hands it over.</summary>
    internal static async Task<HandOver> HandOverAsync(this IMailConnection connection, OutgoingMail mail, DkimKey? key, CancellationToken cancellationToken)
    {
        using var writer = new MessageWriter(TimeProvider.System);
        return await connection.HandOverAsync(writer.Write(mail, key), null, cancellationToken);
    }
}
