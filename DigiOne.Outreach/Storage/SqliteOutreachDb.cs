using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Storage;

/// <summary>The database as one SQLite file.</summary>
public sealed class SqliteOutreachDb(DbContextOptions<SqliteOutreachDb> options) : OutreachDb(options)
{
    /// <inheritdoc />
    public override StorageEngine Engine => StorageEngine.Sqlite;
}
