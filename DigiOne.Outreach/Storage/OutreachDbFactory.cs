using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Storage;

/// <summary>Makes contexts of the configured engine; the only place that knows which of the two it is.</summary>
internal sealed class OutreachDbFactory(IOptions<StorageOptions> options, IEnumerable<IInterceptor> interceptors, ILoggerFactory loggers)
    : IDbContextFactory<OutreachDb>
{
    private readonly Func<OutreachDb> _create = options.Value.Engine switch
    {
        StorageEngine.Sqlite => Sqlite(options.Value, interceptors, loggers),
        _ => Postgres(options.Value.Postgres!, interceptors, loggers),
    };

    /// <inheritdoc />
    public OutreachDb CreateDbContext() => _create();

    private static Func<OutreachDb> Sqlite(StorageOptions options, IEnumerable<IInterceptor> interceptors, ILoggerFactory loggers)
    {
        PrivateFolder.Create(options.DataFolder);
        PrivateFolder.CreateFile(options.SqlitePath);
        var built = Engines.UseSqlite(new DbContextOptionsBuilder<SqliteOutreachDb>(), options.SqlitePath)
            .AddInterceptors(interceptors).UseLoggerFactory(loggers).Options;
        return () => new SqliteOutreachDb((DbContextOptions<SqliteOutreachDb>)built);
    }

    private static Func<OutreachDb> Postgres(string connectionString, IEnumerable<IInterceptor> interceptors, ILoggerFactory loggers)
    {
        var built = Engines.UsePostgres(new DbContextOptionsBuilder<PostgresOutreachDb>(), PostgresConnectionString.Durable(connectionString))
            .AddInterceptors(interceptors).UseLoggerFactory(loggers).Options;
        return () => new PostgresOutreachDb((DbContextOptions<PostgresOutreachDb>)built);
    }
}
