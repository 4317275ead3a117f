using DigiOne.Outreach.Mail.Reading;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Inbound;

/// <summary>
/// Writes down what came in together with what follows from it, in one transaction and once: a second time for the same place in
/// a mailbox changes nothing, whoever tries it.
/// </summary>
internal sealed partial class TakeIn(
    IDbContextFactory<OutreachDb> databases, FindAbout find, DrawConsequences draw, TimeProvider clock, ILogger<TakeIn> logger)
{
    /// <summary>Takes it in.</summary>
    /// <returns>False where it was taken in before.</returns>
    internal async Task<bool> ExecuteAsync(Arrival arrival, CancellationToken cancellationToken)
    {
        await using var db = databases.CreateDbContext();
        if (await IsKnownAsync(db, arrival, cancellationToken))
            return false;

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var about = await find.ExecuteAsync(db, arrival.Mail, cancellationToken);
        var isRepeat = await db.Set<InboundMessage>().AnyAsync(message => message.Hash == arrival.Hash, cancellationToken);
        var row = RowOf(arrival, about);
        db.Add(row);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException failure) when (failure.InnerException is { } cause && DatabaseFailure.IsOfData(cause))
        {
            await transaction.RollbackAsync(cancellationToken);
            if (await IsKnownAsync(db, arrival, cancellationToken))
                return false;
            throw;
        }

        if (isRepeat)
            (row.Outcome, row.IsForPerson) = (InboundOutcome.Repeated, false);
        else
            await draw.ExecuteAsync(db, row, arrival.Mail, about, cancellationToken);
        if (!row.IsForPerson)
            row.Text = "";
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        Log.TakenIn(logger, row.Id, row.Kind, row.Outcome, row.DeliveryId);
        return true;
    }

    private static Task<bool> IsKnownAsync(OutreachDb db, Arrival arrival, CancellationToken cancellationToken) =>
        db.Set<InboundMessage>().AnyAsync(
            message => message.Source == arrival.Source
                && (arrival.EventId != null ? message.EventId == arrival.EventId : message.Validity == arrival.Validity && message.Uid == arrival.Uid),
            cancellationToken);

    private InboundMessage RowOf(Arrival arrival, About about) => new()
    {
        Source = arrival.Source,
        Validity = arrival.Validity,
        Uid = arrival.Uid,
        EventId = arrival.EventId,
        Hash = arrival.Hash,
        ReadAt = clock.GetUtcNow(),
        Kind = arrival.Mail.Kind,
        Outcome = InboundOutcome.Nothing,
        IsForPerson = false,
        From = PlainText.Of(arrival.Mail.From ?? "", InboundMessageTable.LongestAddress),
        Subject = PlainText.Of(arrival.Mail.Subject, InboundMessageTable.LongestSubject),
        Text = PlainText.Of(arrival.Mail.Text, ReadMail.LongestText),
        DeliveryId = about.Delivery?.Id,
        IsProven = about.IsProven,
        ContactId = about.Contact,
        Recipients = about.Delivery is { Address: "" } ? [] : [.. arrival.Mail.Recipients.Take(MostRecipients).Select(Plain)],
        Quarantine = arrival.Quarantine,
    };

    // A report may name as many as it likes; more than these nobody reads.
    private const int MostRecipients = 50;

    // A NUL stands escaped in JSON, and is none there.
    private static FailedRecipient Plain(FailedRecipient told) => told with { Address = PlainText.Of(told.Address, InboundMessageTable.LongestAddress) };

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Inbound message {Message} is taken in: {Kind}, {Outcome}, delivery {Delivery}")]
        internal static partial void TakenIn(
            ILogger logger, InboundMessageId message, MailKind kind, InboundOutcome outcome, Deliveries.DeliveryId? delivery);
    }
}
