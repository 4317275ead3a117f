using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace DigiOne.Outreach.Storage;

/// <summary>Lets <c>dotnet ef</c> write migrations without starting the host or reaching a server.</summary>
internal sealed class SqliteDesignTime : IDesignTimeDbContextFactory<SqliteOutreachDb>
{
    public SqliteOutreachDb CreateDbContext(string[] args) =>
        new((DbContextOptions<SqliteOutreachDb>)Engines.UseSqlite(new DbContextOptionsBuilder<SqliteOutreachDb>(), ":memory:").Options);
}

/// <inheritdoc cref="SqliteDesignTime"/>
internal sealed class PostgresDesignTime : IDesignTimeDbContextFactory<PostgresOutreachDb>
{
    public PostgresOutreachDb CreateDbContext(string[] args) =>
        new((DbContextOptions<PostgresOutreachDb>)Engines.UsePostgres(new DbContextOptionsBuilder<PostgresOutreachDb>(), "Host=design").Options);
}
