using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Rendering;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace DigiOne.Outreach.Tests.Deliveries;

/// <summary>How long a recipient is tried, and whose fault a failure is.</summary>
public sealed class JudgeHandOverTests
{
    private static readonly FakeTimeProvider Clock = new(new DateTimeOffset(2027, 3, 1, 8, 0, 0, TimeSpan.Zero));
    private static readonly JudgeHandOver Judge = new(Options.Create(new DeliveryOptions()), Clock, new Random(1));
    private static readonly HandOver.Deferred Full = new(new SmtpReply(452, "4.2.2", "mailbox full"), DeferralScope.Recipient);
    private static readonly HandOver.Deferred Closing = new(new SmtpReply(421, "4.3.2", "closing"), DeferralScope.Relay) { MayBeRecipients = true };

    [Theory]
    [InlineData(0, null, DeliveryState.Deferred)]
    [InlineData(1, 3, DeliveryState.Deferred)]
    [InlineData(2, 3, DeliveryState.Rejected)]
    [InlineData(2, 1, DeliveryState.Deferred)]
    public void Recipient_is_given_up_some_days_and_tries_after_the_first(int triedBefore, int? daysSince, DeliveryState expected) =>
        Judge.Execute(Tried(triedBefore, daysSince), "rele", Full).State.ShouldBe(expected);

    [Fact]
    public void Nobody_is_struck_out_for_a_relay_in_trouble() =>
        Judge.Execute(Tried(20, 30), "rele", new HandOver.Deferred(SmtpReply.Silent("gone"), DeferralScope.Relay)).State.ShouldBe(DeliveryState.Deferred);

    [Fact]
    public void From_the_third_try_on_the_recipient_may_be_why_the_relay_closes_or_leaves_doubt()
    {
        JudgeHandOver.MayBeRecipients(Tried(1, 0), Closing).ShouldBeFalse();
        JudgeHandOver.MayBeRecipients(Tried(2, 0), Closing).ShouldBeTrue();
        JudgeHandOver.MayBeRecipients(Tried(2, 0), Closing with { MayBeRecipients = false }).ShouldBeFalse();
        JudgeHandOver.MayBeRecipients(Tried(1, 0), new HandOver.InDoubt("lost")).ShouldBeFalse();
        JudgeHandOver.MayBeRecipients(Tried(2, 0), new HandOver.InDoubt("lost")).ShouldBeTrue();
    }

    [Fact]
    public void What_may_have_arrived_keeps_to_its_own_schedule_though_the_relay_is_back_sooner()
    {
        var outcome = Judge.Execute(Tried(0, null) with { DoubtPolicy = DoubtPolicy.SendAgain }, "rele", new HandOver.InDoubt("lost"));

        JudgeHandOver.WithRelay(outcome, Clock.GetUtcNow() + TimeSpan.FromSeconds(1)).ShouldBe(outcome);
        (outcome.State, outcome.IsDoubt).ShouldBe((DeliveryState.Deferred, true));
    }

    [Fact]
    public void What_may_have_arrived_ends_in_doubt_and_not_as_rejected_when_patience_does()
    {
        var outcome = Judge.Execute(Tried(2, 3) with { DoubtPolicy = DoubtPolicy.SendAgain }, "rele", new HandOver.InDoubt("No answer came."));

        (outcome.State, outcome.RetryAt).ShouldBe((DeliveryState.InDoubt, null));
        outcome.Reply.ShouldBe("Not sent again after 48 hours; it may have arrived. No answer came.");
    }

    [Fact]
    public void Patience_is_told_in_its_own_unit()
    {
        var judge = new JudgeHandOver(Options.Create(new DeliveryOptions { RetryFor = TimeSpan.FromMinutes(20) }), Clock, new Random(1));

        judge.Execute(Tried(2, 3), "rele", Full).Reply.ShouldBe("Given up after 20 minutes. Last answer: 452 4.2.2 mailbox full");
    }

    [Theory]
    [InlineData(0, DeliveryState.Rejected)]
    [InlineData(1, DeliveryState.InDoubt)]
    public void After_an_earlier_doubt_no_refusal_says_that_the_message_did_not_arrive(int doubts, DeliveryState expected)
    {
        var delivery = Tried(2, 3) with { Doubts = doubts };
        LedgerEntry.Outcome[] outcomes =
        [
            Judge.Execute(delivery, "rele", new HandOver.Rejected(new SmtpReply(550, "5.1.1", "unknown"))),
            Judge.Execute(delivery, "rele", Full),
            Judge.NotComposed(delivery, "rele", new TemplateException("kirje.html", 1, 1, "no such hole")),
        ];

        outcomes.Select(outcome => outcome.State).ShouldAllBe(state => state == expected);
        outcomes.Select(outcome => outcome.Reply.StartsWith("An earlier try may have arrived. ", StringComparison.Ordinal))
            .ShouldAllBe(said => said == (doubts > 0));
    }

    [Theory]
    [InlineData(3, DeliveryState.Deferred, "No answer came.")]
    [InlineData(4, DeliveryState.InDoubt, "Not sent again after 5 tries in doubt; it may have arrived. No answer came.")]
    [InlineData(5, DeliveryState.InDoubt, "Not sent again after 6 tries in doubt; it may have arrived. No answer came.")]
    public void Nobody_gets_more_than_five_copies_of_what_leaves_doubt_each_time(int doubts, DeliveryState expected, string reply)
    {
        var delivery = Tried(doubts, 0) with { DoubtPolicy = DoubtPolicy.SendAgain, Doubts = doubts };

        var outcome = Judge.Execute(delivery, "rele", new HandOver.InDoubt("No answer came."));

        (outcome.State, outcome.Reply).ShouldBe((expected, reply));
    }

    [Fact]
    public void After_a_relays_trouble_the_third_try_keeps_to_the_later_of_both_schedules()
    {
        var relayAt = Clock.GetUtcNow() + TimeSpan.FromSeconds(10);

        JudgeHandOver.WithRelay(Judge.Execute(Tried(1, 0), "rele", Closing), relayAt).RetryAt.ShouldBe(relayAt);
        JudgeHandOver.WithRelay(Judge.Execute(Tried(2, 0), "rele", Closing), relayAt).RetryAt!.Value.ShouldBeGreaterThan(relayAt + TimeSpan.FromMinutes(5));
    }

    [Theory]
    [InlineData(true, DeliveryState.InDoubt)]
    [InlineData(false, DeliveryState.Deferred)]
    public void Fault_of_ours_leaves_doubt_only_after_the_intent(bool isIntended, DeliveryState expected)
    {
        var outcome = Judge.Broken(Tried(0, null), "rele", isIntended);

        (outcome.State, outcome.IsDoubt).ShouldBe((expected, false));
    }

    [Theory]
    [InlineData(0, 1, null, 3, DeliveryState.Deferred)]
    [InlineData(0, 2, null, 1, DeliveryState.Deferred)]
    [InlineData(0, 2, null, 3, DeliveryState.Rejected)]
    [InlineData(2, 0, 3, null, DeliveryState.Rejected)]
    [InlineData(1, 1, 3, 1, DeliveryState.Rejected)]
    [InlineData(1, 1, 1, 3, DeliveryState.Rejected)]
    [InlineData(1, 1, 1, 1, DeliveryState.Deferred)]
    public void What_fails_before_its_intent_is_given_up_some_days_and_tries_after_the_first_of_either_kind(
        int tries, int faults, int? daysSinceIntent, int? daysSinceFault, DeliveryState expected)
    {
        var delivery = Tried(tries, daysSinceIntent) with
        {
            Faults = faults,
            FirstFaultAt = daysSinceFault is { } days ? Clock.GetUtcNow() - TimeSpan.FromDays(days) : null,
        };

        Judge.NotComposed(delivery, "rele", template: null).State.ShouldBe(expected);
        Judge.Broken(delivery, "rele", isIntended: false).State.ShouldBe(expected);
    }

    private static ClaimedDelivery Tried(int times, int? daysSinceFirst) => new()
    {
        Id = new(1),
        MailingId = new(Guid.Empty),
        Epoch = 1,
        ContactId = null,
        ListId = null,
        Address = "aino@kunta.example",
        Domain = "kunta.example",
        Name = "",
        Language = "fi",
        Municipality = null,
        Attempts = times,
        MessageId = null,
        DoubtPolicy = DoubtPolicy.Hold,
        FirstIntentAt = daysSinceFirst is { } days ? Clock.GetUtcNow() - TimeSpan.FromDays(days) : null,
        LeaseUntil = Clock.GetUtcNow(),
    };
}
