using System.Data.Common;
using System.Globalization;
using System.Text;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Audience.Import;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Tests.Support;
using DigiOne.Outreach.Timing;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace DigiOne.Outreach.Tests.Audience.Import;

public sealed class ImportRecoveryTests
{
    private const int People = 650;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Process_that_ends_at_any_statement_leaves_an_import_that_another_carries_on(StorageEngine engine)
    {
        var fault = new Fault();
        await using var audience = await StillOutreach.CreateAsync(engine, add: services => services.AddSingleton<IInterceptor>(fault));
        await audience.Services.MakeListAsync();
        var carriedOn = 0;
        var round = 0;
        do
        {
            round++;
            var csv = File(round);
            fault.At = round;
            await TryAsync(audience, csv);
            fault.At = 0;
            audience.Clock.Advance(ImportRun.Lease + TimeSpan.FromSeconds(1));
            foreach (var item in (await audience.Services.AllAsync<DueItem>()).Where(item => item.State == DueState.Waiting))
            {
                carriedOn++;
                await audience.RunAsync(item.Kind, item.SubjectId);
            }

            // Before its rows were judged nothing of the file had an effect, and it is imported anew.
            if (!(await audience.Services.AllAsync<Contact>()).Exists(contact => contact.Address.StartsWith($"r{round}p", StringComparison.Ordinal)))
                await ImportAsync(audience, csv);
            await EveryoneIsThereOnceAsync(audience, round);
        }
        while (fault.HasStruck);

        carriedOn.ShouldBeGreaterThan(5);
        (await audience.Services.AllAsync<ContactImport>()).ShouldAllBe(import => import.State == ImportState.Imported || import.State == ImportState.Lost);
        (await audience.Services.AllAsync<DueItem>()).ShouldAllBe(item => item.State == DueState.Done);
        (await audience.Services.AllAsync<ImportBatch>()).ShouldAllBe(batch => batch.Rows == null);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Import_is_called_off_between_two_ranges_and_says_how_far_it_came(StorageEngine engine)
    {
        await using var audience = await StillOutreach.CreateAsync(engine);
        await audience.Services.MakeListAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var csv = new MemoryStream(Encoding.UTF8.GetBytes(File(1)));

        await Should.ThrowAsync<OperationCanceledException>(() => audience.Services.GetRequiredService<ImportContacts>().RunAsync(
            csv, Team.List, new ImportOptions(), stop.Token, progress =>
            {
                if (progress is { Step: ImportStep.Applying, Done: > 0 })
                    stop.Cancel();
            }));

        var import = (await audience.Services.AllAsync<ContactImport>()).ShouldHaveSingleItem();
        (import.State, import.Counts.Created).ShouldBe((ImportState.Cancelled, 500));
        (await audience.Services.AllAsync<Contact>()).Count.ShouldBe(500);
        audience.Clock.Advance(ImportRun.Lease + TimeSpan.FromSeconds(1));
        await audience.RunAsync(ContactImport.DueKind, import.Id.Value);
        (await audience.Services.AllAsync<Contact>()).Count.ShouldBe(500);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Nobody_takes_an_import_on_that_is_being_worked_on(StorageEngine engine)
    {
        await using var audience = await StillOutreach.CreateAsync(engine);
        await audience.Services.MakeListAsync();
        using var csv = new MemoryStream(Encoding.UTF8.GetBytes(File(1)));
        Task? other = null;

        await audience.Services.GetRequiredService<ImportContacts>().RunAsync(csv, Team.List, new ImportOptions(), Token, progress =>
        {
            if (progress is { Step: ImportStep.Applying, Done: > 0 })
                other ??= OthersAsync(audience);
        });

        await Should.ThrowAsync<InvalidOperationException>(other!);
        await EveryoneIsThereOnceAsync(audience, 1);
    }

    private static async Task OthersAsync(StillOutreach audience)
    {
        var import = (await audience.Services.AllAsync<ContactImport>()).Single();
        await audience.RunAsync(ContactImport.DueKind, import.Id.Value);
    }

    private static async Task TryAsync(StillOutreach audience, string csv)
    {
        try
        {
            await ImportAsync(audience, csv);
        }
        catch (Exception failure) when (failure.GetBaseException() is ProcessEndedException)
        {
            // What it had committed is all that there is.
        }
    }

    private static async Task ImportAsync(StillOutreach audience, string csv) =>
        (await audience.ImportOntoAsync(Team.List, Encoding.UTF8.GetBytes(csv))).ShouldBeOfType<ImportResult.Imported>().Counts.Created.ShouldBe(People);

    private static async Task EveryoneIsThereOnceAsync(StillOutreach audience, int round)
    {
        var people = (await audience.Services.AllAsync<Contact>()).Where(contact => contact.Address.StartsWith($"r{round}p", StringComparison.Ordinal))
            .Select(contact => contact.Id).ToHashSet();
        people.Count.ShouldBe(People);
        (await audience.Services.AllAsync<Subscription>()).Count(subscription => people.Contains(subscription.ContactId)).ShouldBe(People);
        (await audience.Services.AllAsync<ConsentEntry>()).Count(entry => people.Contains(entry.ContactId)).ShouldBe(People);
    }

    private static string File(int round)
    {
        var csv = new StringBuilder("email;nimi\n");
        for (var person = 0; person < People; person++)
            csv.Append(CultureInfo.InvariantCulture, $"r{round}p{person}@by.example;Person {person}\n");
        return csv.ToString();
    }

    /// <summary>The process ends at one of its statements: nothing that it had not committed is there afterwards.</summary>
    private sealed class Fault : DbCommandInterceptor
    {
        private int _seen;

        internal int At
        {
            get;
            set
            {
                field = value;
                if (value > 0)
                    (_seen, HasStruck) = (0, false);
            }
        }

        internal bool HasStruck { get; private set; }

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            Strike();
            return ValueTask.FromResult(result);
        }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            Strike();
            return ValueTask.FromResult(result);
        }

        private void Strike()
        {
            if (At == 0 || ++_seen != At)
                return;
            HasStruck = true;
            throw new ProcessEndedException();
        }
    }

    private sealed class ProcessEndedException : Exception;
}
