using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Inbound;

/// <summary>Marks what came in for the others of the team. Marking it again changes nothing: the first keeps its time and name.</summary>
internal sealed class MarkMessage(OutreachDb db, TimeProvider clock)
{
    /// <summary>Somebody has read it.</summary>
    internal Task<int> ReadAsync(InboundMessageId id, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return db.Set<InboundMessage>().Where(message => message.Id == id && message.OpenedAt == null)
            .ExecuteUpdateAsync(message => message.SetProperty(m => m.OpenedAt, now), cancellationToken);
    }

    /// <summary>Somebody has dealt with it.</summary>
    internal Task<int> HandledAsync(InboundMessageId id, string by, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return db.Set<InboundMessage>().Where(message => message.Id == id && message.HandledAt == null)
            .ExecuteUpdateAsync(
                message => message.SetProperty(m => m.HandledAt, now).SetProperty(m => m.HandledBy, by).SetProperty(m => m.OpenedAt, m => m.OpenedAt ?? now),
                cancellationToken);
    }

    /// <summary>It is to be dealt with after all.</summary>
    internal Task<int> ReopenedAsync(InboundMessageId id, CancellationToken cancellationToken) =>
        db.Set<InboundMessage>().Where(message => message.Id == id && message.HandledAt != null)
            .ExecuteUpdateAsync(message => message.SetProperty(m => m.HandledAt, (DateTimeOffset?)null).SetProperty(m => m.HandledBy, (string?)null), cancellationToken);
}
