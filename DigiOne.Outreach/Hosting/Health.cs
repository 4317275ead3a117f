using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Inbound;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DigiOne.Outreach.Hosting;

internal static class Health
{
    /// <summary>Answers 200 as long as the process serves requests.</summary>
    internal const string Live = "/health/live";

    /// <summary>Answers 200 while the database is within reach and the ledger can be written, else 503; with the reasons, and a word on a mailbox that cannot be read.</summary>
    internal const string Ready = "/health/ready";

    internal static IServiceCollection AddOutreachHealth(this IServiceCollection services)
    {
        services.AddHealthChecks()
            .AddCheck<DatabaseIsReachable>("database", timeout: TimeSpan.FromSeconds(3))
            .AddCheck<LedgerIsWritten>("ledger")
            .AddCheck<MailboxIsRead>("mailbox");
        return services;
    }

    internal static void MapOutreachHealth(this IEndpointRouteBuilder app)
    {
        app.MapHealthChecks(Live, new() { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks(Ready, new() { ResponseWriter = ReadyAnswer.WriteAsync }).AllowAnonymous();
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

    // Pages and mail go on without it: a balancer must not take the process out for it.
    private sealed class MailboxIsRead(MailboxHealth mailbox) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(mailbox.Now is { Trouble: { } trouble } state ? HealthCheckResult.Degraded(ReadyAnswer.Words(state, trouble)) : HealthCheckResult.Healthy());
    }

    private sealed class LedgerIsWritten(LedgerHealth ledger) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(ledger.Now is { } trouble ? HealthCheckResult.Unhealthy(ReadyAnswer.Words(trouble)) : HealthCheckResult.Healthy());
    }
}
