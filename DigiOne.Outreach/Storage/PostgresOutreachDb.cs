using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Storage;

/// <summary>The database on a PostgreSQL server, 15 or newer.</summary>
public sealed class PostgresOutreachDb(DbContextOptions<PostgresOutreachDb> options) : OutreachDb(options)
{
    /// <inheritdoc />
    public override StorageEngine Engine => StorageEngine.Postgres;
}
