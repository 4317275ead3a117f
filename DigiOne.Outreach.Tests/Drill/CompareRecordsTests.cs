using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Drill;

namespace DigiOne.Outreach.Tests.Drill;

public sealed class CompareRecordsTests
{
    private const string Person = "lukija1@k1.drill.example";
    private static readonly DateTimeOffset Start = new(2027, 3, 1, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Asleep = Start.AddSeconds(10);
    private static readonly DateTimeOffset Killed = Start.AddSeconds(20);

    // Of the second the sleep ended first, and it was killed later.
    private static readonly Dictionary<string, ProcessLife> Lives = new() { ["n1-1"] = new(Start, [Killed]), ["n1-2"] = new(Start, [Asleep, Killed]) };

    [Theory]
    [InlineData(DeliveryState.Accepted, true, false)]
    [InlineData(DeliveryState.Accepted, false, true)]
    [InlineData(DeliveryState.InDoubt, true, false)]
    [InlineData(DeliveryState.InDoubt, false, false)]
    [InlineData(DeliveryState.Rejected, false, false)]
    [InlineData(DeliveryState.Rejected, true, true)]
    [InlineData(DeliveryState.Skipped, true, true)]
    [InlineData(DeliveryState.Cancelled, true, true)]
    [InlineData(DeliveryState.Waiting, false, true)]
    [InlineData(DeliveryState.Deferred, true, true)]
    [InlineData(DeliveryState.Sending, false, true)]
    public void Whom_the_ledger_accounts_for_wrongly_is_lost(DeliveryState state, bool taken, bool lost) =>
        Compare([Line(Person, state)], taken ? new() { [Person] = ["1@n1-1.drill.example"] } : []).Lost.Contains(Person).ShouldBe(lost);

    [Fact]
    public void Who_is_in_the_ledger_not_at_all_or_more_than_once_is_lost()
    {
        Compare([], []).Lost.ShouldBe([Person]);
        Compare([Line(Person, DeliveryState.InDoubt), Line(Person, DeliveryState.InDoubt)], []).Lost.ShouldBe([Person]);
    }

    [Fact]
    public void Whom_the_server_accepted_twice_was_sent_twice_whatever_the_ledger_says() =>
        Compare([Line(Person, DeliveryState.Accepted)], new() { [Person] = ["1@n1-1.drill.example", "1@n1-2.drill.example"] })
            .SentTwice.ShouldHaveSingleItem().ShouldStartWith(Person);

    [Fact]
    public void Whom_the_server_knows_by_another_message_than_the_ledger_is_lost()
    {
        Dictionary<string, IReadOnlyList<string>> taken = new() { [Person] = ["2@n1-1.drill.example"] };

        var accepted = Compare([Line(Person, DeliveryState.Accepted)], taken);

        accepted.Lost.ShouldBe([Person]);
        Holds(accepted).ShouldBeFalse();
        Compare([Line(Person, DeliveryState.InDoubt)], taken).Lost.ShouldBe([Person]);
    }

    [Fact]
    public void Doubt_belongs_to_the_first_hit_of_its_process_after_its_intent()
    {
        var compared = CompareAll([.. Doubts(2, "n1-1", Start), .. Doubts(3, "n1-2", Start), .. Doubts(4, "n1-2", Asleep.AddTicks(1))]);

        compared.InDoubt.ShouldBe(9);
        compared.MaxInDoubtPerKill.ShouldBe(4);
    }

    [Theory]
    [InlineData(8, true)]
    [InlineData(9, false)]
    [InlineData(16, false)]
    public void A_sleep_before_it_excuses_nothing_that_a_kill_leaves(int doubts, bool holds) =>
        Holds(CompareAll(Doubts(doubts, "n1-2", Asleep.AddSeconds(5)))).ShouldBe(holds);

    [Fact]
    public void Doubt_that_no_hit_explains_breaks_the_promise()
    {
        Holds(CompareAll(Doubts(1, "n1-3", Start))).ShouldBeFalse("Nobody hit that process.");
        Holds(CompareAll(Doubts(1, "n1-1", Killed.AddTicks(1)))).ShouldBeFalse("It was dead by then.");
    }

    [Fact]
    public void A_message_that_was_tried_before_belongs_to_whichever_hit_left_least()
    {
        // Eight of one process, and of another that was hit at the same time; all carry the first one's name.
        LedgerLine[] ledger = [.. Doubts(8, "n1-1", Start), .. Doubts(8, "n1-2", Asleep.AddSeconds(5)), .. Doubts(17, "n1-1", Start, tries: 2).Skip(8)];

        Holds(CompareAll(ledger[..^1])).ShouldBeTrue("The sleep left only these eight.");

        var compared = CompareAll(ledger);
        Holds(compared).ShouldBeFalse("Nothing explains one more.");
        compared.InDoubt.ShouldBe(25);
        compared.Unpromised.Count.ShouldBe(9);
        Holds(CompareAll(Doubts(1, "n1-1", Killed.AddTicks(1), tries: 2))).ShouldBeFalse("All were dead by then.");
    }

    [Fact]
    public void Doubt_is_laid_to_no_process_that_was_started_after_its_intent()
    {
        var successor = Killed.AddSeconds(1);
        Dictionary<string, ProcessLife> lives = new() { ["n1-1"] = new(Start, [Killed]), ["n1-2"] = new(successor, [successor.AddSeconds(5)]) };

        CompareAll(Doubts(9, "n1-1", Killed, tries: 2), lives).MaxInDoubtPerKill.ShouldBe(9, "Only the first lived then.");
        CompareAll(Doubts(9, "n1-1", successor, tries: 2), lives).MaxInDoubtPerKill.ShouldBe(9, "Only the second lived then.");
        Holds(CompareAll([.. Doubts(8, "n1-1", Killed, tries: 2), .. Doubts(8, "n1-2", successor, tries: 2)], lives)).ShouldBeTrue();
        Holds(CompareAll(Doubts(1, "n1-1", successor.AddTicks(-1), tries: 2), lives)).ShouldBeFalse("Nobody lived then.");
        Holds(CompareAll(Doubts(1, "n1-2", Start), lives)).ShouldBeFalse("That process did not live then.");
    }

    // As the drill itself sums up.
    private static bool Holds(RecordComparison compared) =>
        new CrashResult(default, 1, 1, 2, 0, compared.Lost.Count, compared.SentTwice.Count, compared.InDoubt, compared.MaxInDoubtPerKill).Holds();

    private static RecordComparison Compare(LedgerLine[] ledger, Dictionary<string, IReadOnlyList<string>> taken) =>
        CompareRecords.Execute([Person], ledger, taken, Lives);

    private static RecordComparison CompareAll(LedgerLine[] ledger, Dictionary<string, ProcessLife>? lives = null) =>
        CompareRecords.Execute(ledger.Select(line => line.Address), ledger, new Dictionary<string, IReadOnlyList<string>>(), lives ?? Lives);

    private static LedgerLine[] Doubts(int count, string process, DateTimeOffset intentAt, int tries = 1) =>
        [.. Enumerable.Range(1, count).Select(number => new LedgerLine(
            $"lukija{number}@{process}.drill.example", DeliveryState.InDoubt, $"1.{number}@{process}.drill.example", intentAt, tries))];

    private static LedgerLine Line(string address, DeliveryState state) => new(address, state, "1@n1-1.drill.example", Start, 1);
}
