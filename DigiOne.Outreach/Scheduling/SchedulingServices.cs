using DigiOne.Outreach.Storage;
using Hangfire;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Quartz;

namespace DigiOne.Outreach.Scheduling;

internal static class SchedulingServices
{
    /// <summary>
    /// Adds the worker's clockwork: Quartz says when, Hangfire carries the work. In memory beside SQLite, in the database
    /// beside PostgreSQL; either is rebuilt from the rows.
    /// </summary>
    internal static IServiceCollection AddScheduling(this IServiceCollection services, StorageOptions storage)
    {
        services.AddSingleton<EnqueueDueItems>();
        services.AddSingleton<DueAlarms>();
        services.AddSingleton<IInterceptor, DueRowsWritten>();
        services.AddScoped<DueItemJob>();
        services.AddQuartz(quartz =>
        {
            quartz.AddJob<DueAlarm>(job => job.WithIdentity(DueAlarm.Key).StoreDurably());
            if (storage.Engine == StorageEngine.Postgres)
                Cluster(quartz, storage.Postgres!);
        });
        services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
        services.AddHangfire(hangfire => Store(hangfire.UseSimpleAssemblyNameTypeSerializer(), storage));
        services.AddHangfireServer(options => options.ShutdownTimeout = TimeSpan.FromSeconds(20));
        services.AddHostedService<DueSweep>();
        return services;
    }

    private static void Cluster(IQuartzBuilder quartz, string connectionString)
    {
        quartz.ConfigureScheduler(scheduler => scheduler.GenerateInstanceId = true);
        quartz.UsePersistentStore(store =>
        {
            store.UsePostgres(connectionString);
            store.UseClustering();
            store.ProvisionSchema();
            store.UseSystemTextJsonSerializer();
        });
    }

    private static void Store(IGlobalConfiguration hangfire, StorageOptions storage)
    {
        if (storage.Engine == StorageEngine.Sqlite)
        {
            hangfire.UseInMemoryStorage(new InMemoryStorageOptions { MaxExpirationTime = TimeSpan.FromHours(1) });
            return;
        }

        hangfire.UsePostgreSqlStorage(
            bootstrap => bootstrap.UseNpgsqlConnection(storage.Postgres),
            // The defaults poll every 15 s and take a job for dead after 30 min, alive or not.
            new PostgreSqlStorageOptions { UseSlidingInvisibilityTimeout = true, EnableLongPolling = true, QueuePollInterval = TimeSpan.FromSeconds(1) });
    }
}
