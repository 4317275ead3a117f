using System.Data.Common;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Deliveries;

/// <summary>Faults of our own in the middle of a connection's work.</summary>
public sealed class ConnectionFaultTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connection_whose_database_fails_once_goes_on_and_loses_nobody()
    {
        const int Readers = 40;
        var days = new UnreadableDays();
        await using var relay = new ScriptedSmtpServer();
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite, Token);
        await using var outreach = await RunningOutreach.StartAsync(
            database,
            settings =>
            {
                settings.SendThrough(relay.Port, connections: 1);
                settings.Relays["rele"].WarmUp = new() { From = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime), Daily = [500, 500, 500] };
            },
            services => services.AddSingleton<IInterceptor>(days));

        var mailing = await outreach.Services.SendToAsync(Readers);

        (await outreach.Services.ShouldAddUpAsync(mailing, relay)).Counts.Accepted.ShouldBe(Readers);
        days.Failures.ShouldBe(2);
    }

    /// <summary>What went out today cannot be read, twice.</summary>
    private sealed class UnreadableDays : DbCommandInterceptor
    {
        internal int Failures { get; private set; }

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            if (Failures == 2 || !command.CommandText.Contains("relay_days", StringComparison.Ordinal))
                return ValueTask.FromResult(result);
            throw ++Failures == 1 ? new TimeoutException("The database does not answer.") : new OperationCanceledException("The database gave up.");
        }
    }
}
