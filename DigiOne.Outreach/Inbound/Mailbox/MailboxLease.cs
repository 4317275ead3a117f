using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Inbound;

/// <summary>This process's right to read a mailbox while no other does.</summary>
internal sealed class MailboxLease(IDbContextFactory<OutreachDb> databases, TimeProvider clock)
{
    /// <summary>How long it holds without being renewed.</summary>
    internal static readonly TimeSpan Holds = TimeSpan.FromSeconds(30);

    /// <summary>How often it is renewed, and asked for where another has it.</summary>
    internal static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(10);

    private readonly Guid _self = Guid.CreateVersion7();

    /// <summary>Takes or renews it; false while another has it.</summary>
    internal async Task<bool> TryTakeAsync(string source, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var until = now + Holds;
        await using var db = databases.CreateDbContext();
        return await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO mailbox_readers (source, holder, until) VALUES ({source}, {_self}, {until})
            ON CONFLICT (source) DO UPDATE SET holder = excluded.holder, until = excluded.until
            WHERE mailbox_readers.holder = excluded.holder OR mailbox_readers.until < {now}
            """,
            cancellationToken) == 1;
    }

    /// <summary>Gives it back, so that another need not wait for its end.</summary>
    internal async Task ReleaseAsync(string source, CancellationToken cancellationToken)
    {
        await using var db = databases.CreateDbContext();
        await db.Set<MailboxReader>().Where(reader => reader.Source == source && reader.Holder == _self).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Renews it until the token says so; ends <paramref name="work"/> where it was lost.</summary>
    internal async Task KeepAsync(string source, CancellationTokenSource work)
    {
        using var timer = new PeriodicTimer(RenewEvery, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(work.Token))
                if (!await TryTakeAsync(source, work.Token))
                    await work.CancelAsync();
        }
        catch (OperationCanceledException) when (work.IsCancellationRequested)
        {
            // The work is over.
        }
        catch (Exception)
        {
            // Whoever cannot renew it has lost it soon, and the work fails on the same database.
            await work.CancelAsync();
            throw;
        }
    }
}
