using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DigiOne.Outreach.Hosting;

internal static class Health
{
    /// <summary>Answers 200 as long as the process serves requests.</summary>
    internal const string Live = "/health/live";

    /// <summary>Answers 200 while the database is within reach, else 503.</summary>
    internal const string Ready = "/health/ready";

    internal static IServiceCollection AddOutreachHealth(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<DatabaseIsReachable>("database", timeout: TimeSpan.FromSeconds(3));
        return services;
    }

    internal static void MapOutreachHealth(this IEndpointRouteBuilder app)
    {
        app.MapHealthChecks(Live, new() { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks(Ready).AllowAnonymous();
    }

    private sealed class DatabaseIsReachable(IDbContextFactory<OutreachDb> databases) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            await using var db = databases.CreateDbContext();
            // A row is asked for, whether there is one or not: a database without tables is no use either.
            await db.Set<DueItem>().AnyAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
    }
}
