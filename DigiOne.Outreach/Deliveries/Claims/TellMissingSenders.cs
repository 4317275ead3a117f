using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// Tells of mailings under way whose sender the configuration does not name. Nobody claims for them, so nothing else would
/// say why they stand still; they go on when a process starts with a configuration that names the sender.
/// </summary>
internal sealed partial class TellMissingSenders(IDbContextFactory<OutreachDb> databases, SenderDirectory senders, ILogger<TellMissingSenders> logger)
{
    private readonly HashSet<MailingId> _told = [];

    /// <summary>Looks once; each mailing is told once per process. Not for several at a time.</summary>
    internal async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        await using var db = databases.CreateDbContext();
        var underWay = await db.Set<Mailing>()
            .Where(mailing => mailing.State == MailingState.Sending && mailing.CancelledAt == null)
            .Select(mailing => new { mailing.Id, mailing.SenderKey })
            .ToListAsync(cancellationToken);
        foreach (var mailing in underWay)
            if (!senders.TryFind(mailing.SenderKey, out _) && _told.Add(mailing.Id))
                Log.SenderMissing(logger, mailing.Id, mailing.SenderKey);
    }

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Error,
            Message = "Mailing {Mailing} waits: Senders in the configuration names no {Sender}. It goes on by itself after a start with a configuration that does")]
        internal static partial void SenderMissing(ILogger logger, MailingId mailing, string sender);
    }
}
