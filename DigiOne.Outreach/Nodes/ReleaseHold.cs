using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Nodes;

/// <summary>Lets mail leave again from a database that was restored or copied: a person has looked. From then on it is the one.</summary>
internal sealed partial class ReleaseHold(
    OutreachDb db, DatabaseIdentity identity, StampFile file, MailHold hold, TimeProvider clock, ILogger<ReleaseHold> logger)
{
    /// <summary>Releases it.</summary>
    /// <param name="by">Who decided.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False when nothing is held.</returns>
    internal async Task<bool> ExecuteAsync(string by, CancellationToken cancellationToken)
    {
        if (await FindAsync(cancellationToken) is not { HeldAt: not null } held)
            return false;

        var stamp = await identity.NewAsync(db, cancellationToken);
        var now = clock.GetUtcNow();
        // Beyond the file's as well, which a running process may have written meanwhile.
        var beat = Math.Max(held.Beat, file.Read()?.Beat ?? 0) + 1;
        // The file first: until the row follows, mail is held anyway.
        file.Write(new Stamp(stamp, beat));
        var released = await db.Set<Generation>().Where(row => row.HeldAt != null).ExecuteUpdateAsync(
            row => row
                .SetProperty(r => r.Stamp, stamp)
                .SetProperty(r => r.Beat, r => r.Beat > beat ? r.Beat : beat)
                .SetProperty(r => r.AliveAt, now)
                .SetProperty(r => r.HeldAt, (DateTimeOffset?)null)
                .SetProperty(r => r.HeldBecause, (HoldReason?)null)
                .SetProperty(r => r.HeldAliveAt, (DateTimeOffset?)null)
                .SetProperty(r => r.ReleasedAt, now)
                .SetProperty(r => r.ReleasedBy, by),
            cancellationToken);
        if (await FindAsync(cancellationToken) is { } row)
            hold.Note(row);
        if (released == 1)
            Log.Released(logger);
        return released == 1;
    }

    private Task<Generation?> FindAsync(CancellationToken cancellationToken) =>
        db.Set<Generation>().AsNoTracking().SingleOrDefaultAsync(cancellationToken);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "A person has let mail leave again from this database")]
        internal static partial void Released(ILogger logger);
    }
}
