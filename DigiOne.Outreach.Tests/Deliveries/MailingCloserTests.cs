using System.Data.Common;
using System.Net.Sockets;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Deliveries;

public sealed class MailingCloserTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task What_fails_with_one_mailing_holds_up_no_other(StorageEngine engine)
    {
        var broken = new Broken(nameof(CertificateTally), times: 1);
        await using var outreach = await StillOutreach.CreateAsync(engine, add: services => services.AddSingleton<IInterceptor>(broken));
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(2);
        MailingId[] mailings = [await outreach.Services.ScheduleAsync(outreach.Now), await outreach.Services.ScheduleAsync(outreach.Now)];
        foreach (var mailing in mailings)
        {
            await outreach.StartMailingAsync(mailing);
            await outreach.AcceptAllAsync(mailing);
        }

        var closer = ActivatorUtilities.CreateInstance<MailingCloser>(outreach.Services);
        await closer.LookAsync(Token);
        (await outreach.Services.AllAsync<Mailing>()).Count(mailing => mailing.State == MailingState.Closed).ShouldBe(1);
        await closer.LookAsync(Token);

        (await outreach.Services.AllAsync<Mailing>()).ShouldAllBe(mailing => mailing.State == MailingState.Closed);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Only_a_database_that_was_away_puts_off_what_died_with_its_process(StorageEngine engine)
    {
        var broken = new Broken("canary_done_at", times: int.MaxValue);
        await using var outreach = await StillOutreach.CreateAsync(engine, add: services => services.AddSingleton<IInterceptor>(broken));
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(1);
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now);
        await outreach.StartMailingAsync(mailing);
        await using (var db = outreach.OpenDatabase())
            await db.Set<Delivery>().ExecuteUpdateAsync(
                row => row.SetProperty(d => d.State, DeliveryState.Sending).SetProperty(d => d.LeaseUntil, outreach.Now), Token);
        var closer = ActivatorUtilities.CreateInstance<MailingCloser>(outreach.Services);

        outreach.Clock.Advance(TimeSpan.FromSeconds(29));
        await closer.LookAsync(Token);
        (await outreach.Services.CountAsync(mailing)).Sending.ShouldBe(1);
        outreach.Clock.Advance(TimeSpan.FromSeconds(2));
        await closer.LookAsync(Token);

        broken.Failures.ShouldBe(2);
        (await outreach.Services.CountAsync(mailing)).InDoubt.ShouldBe(1);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Database_that_answers_with_an_error_is_not_away(StorageEngine engine)
    {
        await using var outreach = await StillOutreach.CreateAsync(engine);
        await using var db = outreach.OpenDatabase();

        var answered = await Should.ThrowAsync<DbException>(() => db.Database.ExecuteSqlRawAsync("INSERT INTO mailings (id) VALUES (NULL)", Token));

        DatabaseFailure.IsLost(new InvalidOperationException("outer", answered)).ShouldBeFalse();
        DatabaseFailure.IsLost(new InvalidOperationException("outer", new TimeoutException())).ShouldBeTrue();
        DatabaseFailure.IsLost(new InvalidOperationException("outer", new SocketException((int)SocketError.HostNotFound))).ShouldBeTrue();
        DatabaseFailure.IsLost(new InvalidOperationException("a bug")).ShouldBeFalse();
        DatabaseFailure.TroubleOf(new InvalidOperationException("outer", answered)).ShouldBe(DatabaseTrouble.Refuses);
        DatabaseFailure.TroubleOf(new SocketException((int)SocketError.HostNotFound)).ShouldBe(DatabaseTrouble.OutOfReach);
        DatabaseFailure.IsOfDatabase(new InvalidOperationException("outer", answered)).ShouldBeTrue();
        DatabaseFailure.IsOfDatabase(new IOException("a file of ours")).ShouldBeFalse();
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Readers_of_a_page_share_one_count_a_second(StorageEngine engine)
    {
        var counted = new Broken("GROUP BY", times: 0);
        await using var outreach = await StillOutreach.CreateAsync(engine, add: services => services.AddSingleton<IInterceptor>(counted));
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(3);
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now);
        await outreach.StartMailingAsync(mailing);
        var counts = outreach.Services.GetRequiredService<LiveCounts>();

        var seen = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => counts.CountAsync(mailing, Token)));
        seen.ShouldAllBe(count => count!.Waiting == 3);
        counted.Seen.ShouldBe(1);

        await outreach.AcceptAllAsync(mailing);
        outreach.Clock.Advance(TimeSpan.FromSeconds(1));
        (await counts.CountAsync(mailing, Token))!.Accepted.ShouldBe(3);
        counted.Seen.ShouldBe(2);
    }

    /// <summary>A query that fails so many times.</summary>
    private sealed class Broken(string words, int times) : DbCommandInterceptor
    {
        internal int Seen { get; private set; }

        internal int Failures { get; private set; }

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            if (!command.CommandText.Contains(words, StringComparison.Ordinal) || command.CommandText.StartsWith("INSERT", StringComparison.Ordinal))
                return ValueTask.FromResult(result);
            Seen++;
            return Failures < times && ++Failures > 0 ? throw new InvalidOperationException("It is broken.") : ValueTask.FromResult(result);
        }
    }
}
