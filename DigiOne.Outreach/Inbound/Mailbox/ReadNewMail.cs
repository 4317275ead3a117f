using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Inbound;

/// <summary>
/// One look through the mailbox: each message is taken in, and only after that moved out of the way. One that a process took in
/// and did not come to move is moved now, and counts no second time.
/// </summary>
internal sealed class ReadNewMail(
    IDbContextFactory<OutreachDb> databases, OpenMessage open, TakeIn takeIn, ForwardReply forward, TimeProvider clock)
{
    private const int MostAtOnce = 500;

    /// <summary>Looks through it.</summary>
    internal async Task ExecuteAsync(ImapMailbox mailbox, string source, CancellationToken cancellationToken)
    {
        foreach (var (id, uid) in await LeftOverAsync(source, mailbox.Validity, cancellationToken))
            await PutAwayAsync(mailbox, id, uid, await mailbox.ReadAsync(uid, cancellationToken), cancellationToken);

        foreach (var uid in await mailbox.AboveAsync(await LastAsync(source, mailbox.Validity, cancellationToken), cancellationToken))
        {
            if (await mailbox.ReadAsync(uid, cancellationToken) is not { } bytes)
                continue;
            await TakeInAsync(open.Execute(source, mailbox.Validity, uid, bytes), bytes, cancellationToken);
            if (await FindAsync(source, mailbox.Validity, uid, cancellationToken) is { } id)
                await PutAwayAsync(mailbox, id, uid, bytes, cancellationToken);
        }
    }

    private async Task TakeInAsync(Arrival arrival, byte[] bytes, CancellationToken cancellationToken)
    {
        try
        {
            await takeIn.ExecuteAsync(arrival, cancellationToken);
        }
        // The values of one message are at fault: it must not keep all that come after it from being read.
        catch (DbUpdateException failure) when (failure.InnerException is { } cause && DatabaseFailure.IsOfData(cause))
        {
            await takeIn.ExecuteAsync(open.GiveUp(arrival, bytes, failure), cancellationToken);
        }
    }

    private async Task PutAwayAsync(ImapMailbox mailbox, InboundMessageId id, long uid, byte[]? bytes, CancellationToken cancellationToken)
    {
        if (bytes is not null && !await forward.ExecuteAsync(id, bytes, cancellationToken))
            return;
        if (bytes is not null)
            await mailbox.PutAwayAsync(uid, cancellationToken);
        var now = clock.GetUtcNow();
        await using var db = databases.CreateDbContext();
        await db.Set<InboundMessage>().Where(message => message.Id == id).ExecuteUpdateAsync(message => message.SetProperty(m => m.PutAwayAt, now), cancellationToken);
    }

    private async Task<IReadOnlyList<(InboundMessageId Id, long Uid)>> LeftOverAsync(string source, long validity, CancellationToken cancellationToken)
    {
        await using var db = databases.CreateDbContext();
        var rows = await db.Set<InboundMessage>()
            .Where(message => message.Source == source && message.Validity == validity && message.PutAwayAt == null)
            .OrderBy(message => message.Id).Take(MostAtOnce)
            .Select(message => new { message.Id, message.Uid }).ToListAsync(cancellationToken);
        return [.. rows.Select(row => (row.Id, row.Uid!.Value))];
    }

    private async Task<long> LastAsync(string source, long validity, CancellationToken cancellationToken)
    {
        await using var db = databases.CreateDbContext();
        return await db.Set<InboundMessage>().Where(message => message.Source == source && message.Validity == validity)
            .MaxAsync(message => message.Uid, cancellationToken) ?? 0;
    }

    private async Task<InboundMessageId?> FindAsync(string source, long validity, long uid, CancellationToken cancellationToken)
    {
        await using var db = databases.CreateDbContext();
        return await db.Set<InboundMessage>().Where(message => message.Source == source && message.Validity == validity && message.Uid == uid)
            .Select(message => (InboundMessageId?)message.Id).SingleOrDefaultAsync(cancellationToken);
    }
}
