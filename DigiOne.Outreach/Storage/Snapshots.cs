using System.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace DigiOne.Outreach.Storage;

/// <summary>Several reads that see the database as it was at one instant.</summary>
internal static class Snapshots
{
    /// <summary>Begins a transaction for reading; nothing is to be written in it.</summary>
    internal static Task<IDbContextTransaction> BeginSnapshotAsync(this OutreachDb db, CancellationToken cancellationToken) =>
        // On SQLite every transaction sees one snapshot; this level, which reads nothing uncommitted while connections share
        // no cache, is how the client is asked for one that does not take the only writer's place.
        db.Database.BeginTransactionAsync(
            db.Engine == StorageEngine.Postgres ? IsolationLevel.RepeatableRead : IsolationLevel.ReadUncommitted, cancellationToken);
}
