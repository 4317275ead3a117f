using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace DigiOne.Outreach.Storage;

/// <summary>How each engine is set up, in product, tests and design time alike.</summary>
internal static class Engines
{
    private const string MigrationsHistory = "__migrations";

    internal static DbContextOptionsBuilder UseSqlite(DbContextOptionsBuilder builder, string file) =>
        builder
            .UseSqlite(
                new SqliteConnectionStringBuilder { DataSource = file, ForeignKeys = true }.ToString(),
                sqlite => sqlite.MigrationsHistoryTable(MigrationsHistory).UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery))
            .UseSnakeCaseNamingConvention()
            .ConfigureWarnings(Quieten)
            .With(new ParameterMappings.Extension(StorageEngine.Sqlite))
            .AddInterceptors(new SqlitePragmas(), new TakeWriteTurns());

    internal static DbContextOptionsBuilder UsePostgres(DbContextOptionsBuilder builder, string connectionString) =>
        builder
            .UseNpgsql(
                connectionString,
                postgres => postgres.MigrationsHistoryTable(MigrationsHistory).UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery))
            .UseSnakeCaseNamingConvention()
            .ConfigureWarnings(Quieten)
            .With(new ParameterMappings.Extension(StorageEngine.Postgres));

    // What is counted up to a limit needs no order, and would pay for one.
    private static void Quieten(WarningsConfigurationBuilder warnings) => warnings.Ignore(CoreEventId.RowLimitingOperationWithoutOrderByWarning);

    private static DbContextOptionsBuilder With<TExtension>(this DbContextOptionsBuilder builder, TExtension extension)
        where TExtension : class, IDbContextOptionsExtension
    {
        ((IDbContextOptionsBuilderInfrastructure)builder).AddOrUpdateExtension(extension);
        return builder;
    }
}
