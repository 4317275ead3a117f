using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Drill;

namespace DigiOne.Outreach.Tests.Drill;

public sealed class CompareRecordsTests
{
    private const string Person = "lukija1@k1.drill.example";
    private static readonly Dictionary<string, int> Hits = new() { ["n1-1"] = 1, ["n1-2"] = 2 };

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
    public void Doubt_is_counted_per_hit_of_the_process_that_left_it()
    {
        LedgerLine[] ledger =
        [
            Line("a@k1.drill.example", DeliveryState.InDoubt, "n1-1"),
            Line("b@k1.drill.example", DeliveryState.InDoubt, "n1-1"),
            Line("c@k1.drill.example", DeliveryState.InDoubt, "n1-2"),
            Line("d@k1.drill.example", DeliveryState.InDoubt, "n1-2"),
            Line("e@k1.drill.example", DeliveryState.InDoubt, "n1-2"),
        ];

        var compared = Compare(ledger, []);

        compared.InDoubt.ShouldBe(5);
        compared.MaxInDoubtPerKill.ShouldBe(2);
    }

    [Fact]
    public void Doubt_that_a_process_left_unhit_breaks_the_promise() =>
        new CrashResult(default, 1, 1, 1, 0, 0, 0, 1, Compare([Line(Person, DeliveryState.InDoubt, "n1-3")], []).MaxInDoubtPerKill).Holds().ShouldBeFalse();

    private static RecordComparison Compare(LedgerLine[] ledger, Dictionary<string, IReadOnlyList<string>> taken) =>
        CompareRecords.Execute([Person], ledger, taken, Hits);

    private static LedgerLine Line(string address, DeliveryState state, string process = "n1-1") => new(address, state, $"1.1@{process}.drill.example");
}
