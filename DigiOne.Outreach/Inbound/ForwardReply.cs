using System.Globalization;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Inbound;

/// <summary>
/// Sends a reply on to the team. It may go twice where this process dies on the way, and never gets lost: until it has gone, the
/// message stays in the folder.
/// </summary>
internal sealed partial class ForwardReply(
    IDbContextFactory<OutreachDb> databases, SenderDirectory senders, TimeProvider clock, ILogger<ForwardReply> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromDays(3);

    /// <summary>Sends it on, where it is to be sent on.</summary>
    /// <returns>False where that failed and is to be tried again.</returns>
    internal async Task<bool> ExecuteAsync(InboundMessageId id, byte[] original, CancellationToken cancellationToken)
    {
        await using var db = databases.CreateDbContext();
        var row = await db.Set<InboundMessage>().SingleAsync(message => message.Id == id, cancellationToken);
        if (row.ForwardTo is not { } to || row.ForwardedAt is not null)
            return true;
        if (await SenderAsync(db, row, cancellationToken) is not { } sender || clock.GetUtcNow() > row.ReadAt + Patience)
        {
            Log.GivenUp(logger, id);
            return true;
        }

        var passedOn = new PassedOnMail
        {
            Sender = sender,
            To = to,
            From = row.From,
            Subject = row.Subject,
            Text = row.Text,
            Original = original,
            MessageId = string.Create(CultureInfo.InvariantCulture, $"inbound.{id}.{row.ReadAt.ToUnixTimeMilliseconds()}@{sender.MessageIdDomain}"),
        };
        await using var connection = sender.Routes[0].CreateConnection();
        var answer = await connection.OpenAsync(cancellationToken) is { } closed
            ? closed
            : await connection.HandOverAsync(passedOn.Write(clock), following: null, cancellationToken);
        if (answer is HandOver.Deferred)
        {
            Log.PutOff(logger, id, answer);
            return false;
        }

        if (answer is HandOver.Rejected)
            Log.Refused(logger, id, answer);
        row.ForwardedAt = answer is HandOver.Rejected ? null : clock.GetUtcNow();
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    private async Task<MailSender?> SenderAsync(OutreachDb db, InboundMessage row, CancellationToken cancellationToken)
    {
        var key = await (
            from delivery in db.Set<Delivery>()
            join mailing in db.Set<Mailing>() on delivery.MailingId equals mailing.Id
            where delivery.Id == row.DeliveryId
            select mailing.SenderKey).SingleOrDefaultAsync(cancellationToken);
        return key is not null && senders.TryFind(key, out var sender) ? sender : senders.Default;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Inbound message {Message} could not be sent on, and is tried again: {Answer}")]
        internal static partial void PutOff(ILogger logger, InboundMessageId message, HandOver answer);

        [LoggerMessage(Level = LogLevel.Error, Message = "Inbound message {Message} was refused when it was sent on: {Answer}")]
        internal static partial void Refused(ILogger logger, InboundMessageId message, HandOver answer);

        [LoggerMessage(Level = LogLevel.Error, Message = "Inbound message {Message} is not sent on any more; it stands on the inbox page")]
        internal static partial void GivenUp(ILogger logger, InboundMessageId message);
    }
}
