using System.Data.Common;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace DigiOne.Outreach.Tests.Storage;

/// <summary>Ranges of 500 and 1,000 take 1,500 people; of a range that seemed slow the next would be half as large.</summary>
public sealed class RangeSizeTests
{
    private const int People = 1500;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Freezing_that_waits_for_its_turn_takes_no_smaller_ranges(StorageEngine engine)
    {
        await using var outreach = await BusyAsync(engine, "INSERT INTO deliveries");
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now);

        await outreach.StartMailingAsync(mailing);

        Turns(outreach).Ranges.ShouldBe(2);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Calling_off_that_waits_for_its_turn_takes_no_smaller_ranges(StorageEngine engine)
    {
        await using var outreach = await BusyAsync(engine, "THEN 'InDoubt' ELSE 'Cancelled' END");
        var mailing = await outreach.Services.ScheduleAsync(outreach.Now);
        await outreach.StartMailingAsync(mailing);

        await using var db = outreach.OpenDatabase();

        (await CancelMailing.CancelUnsentAsync(db, mailing, outreach.Clock, most: TimeSpan.FromHours(1), Token)).ShouldBeTrue();

        Turns(outreach).Ranges.ShouldBe(3, "The last one finds nobody.");
    }

    [Theory]
    [InlineData(StorageEngine.Sqlite, 50)]
    [InlineData(StorageEngine.Postgres, 250)]
    public void Next_range_is_as_large_as_fits_most_of_its_time(StorageEngine engine, int longestHold)
    {
        var range = new RangeSize(engine);
        range.Rows.ShouldBe(500);

        range.Note(TimeSpan.FromMilliseconds(longestHold / 2.0));
        range.Rows.ShouldBe(800);
        range.Note(TimeSpan.FromMilliseconds(longestHold));
        range.Rows.ShouldBe(640);
        range.Note(TimeSpan.FromSeconds(10));
        range.Rows.ShouldBe(320, "One slow range halves the next, and no more.");
        range.Note(TimeSpan.Zero);
        range.Rows.ShouldBe(640, "A fast one doubles it.");
        for (var round = 0; round < 20; round++)
            range.Note(TimeSpan.FromSeconds(10));
        range.Rows.ShouldBe(50);
        for (var round = 0; round < 20; round++)
            range.Note(TimeSpan.FromTicks(1));
        range.Rows.ShouldBe(20_000);
    }

    private static async Task<StillOutreach> BusyAsync(StorageEngine engine, string range)
    {
        var outreach = await StillOutreach.CreateAsync(
            engine, settings => settings.Tripwire.From = 100_000,
            services => services.AddSingleton<IInterceptor>(provider => new SlowTurns((FakeTimeProvider)provider.GetRequiredService<TimeProvider>(), range)));
        await outreach.Services.MakeListAsync();
        await outreach.Services.SubscribeManyAsync(People);
        return outreach;
    }

    private static SlowTurns Turns(StillOutreach outreach) => outreach.Services.GetServices<IInterceptor>().OfType<SlowTurns>().Single();

    /// <summary>Others write so much that a second passes before one's turn: at the beginning of a transaction, or of a statement outside of one.</summary>
    private sealed class SlowTurns(FakeTimeProvider clock, string range) : DbCommandInterceptor, IDbTransactionInterceptor
    {
        private static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);

        internal int Ranges { get; private set; }

        public ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
            DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result, CancellationToken cancellationToken = default)
        {
            clock.Advance(Wait);
            return ValueTask.FromResult(result);
        }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            Note(command);
            return ValueTask.FromResult(result);
        }

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            Note(command);
            return ValueTask.FromResult(result);
        }

        private void Note(DbCommand command)
        {
            if (command.Transaction is null)
                clock.Advance(Wait);
            if (command.CommandText.Contains(range, StringComparison.Ordinal))
                Ranges++;
        }
    }
}
