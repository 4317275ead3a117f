using DigiOne.Outreach.Storage;
using Hangfire;
using Hangfire.AspNetCore;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
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
        // Named here and not left to Hangfire's static configuration, which two hosts in one process would share.
        services.AddSingleton(_ => Store(storage));
        services.AddSingleton<JobActivator>(
            provider => new AspNetCoreJobActivator(provider.GetRequiredService<IServiceScopeFactory>()));
        services.AddHangfire((provider, hangfire) => hangfire
            .UseSimpleAssemblyNameTypeSerializer()
            .UseLogProvider(new HangfireLogs(provider.GetRequiredService<ILoggerFactory>())));
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

    private static JobStorage Store(StorageOptions storage)
    {
        if (storage.Engine == StorageEngine.Sqlite)
            return new InMemoryStorage(new InMemoryStorageOptions { MaxExpirationTime = TimeSpan.FromHours(1) });

        // The defaults poll every 15 s and take a job for dead after 30 min, alive or not.
        var options = new PostgreSqlStorageOptions
        {
            UseSlidingInvisibilityTimeout = true,
            EnableLongPolling = true,
            QueuePollInterval = TimeSpan.FromSeconds(1),
        };
        return new PostgreSqlStorage(new NpgsqlConnectionFactory(storage.Postgres, options), options);
    }
}
