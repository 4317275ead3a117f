using DigiOne.Outreach.Mail;

namespace DigiOne.Outreach.Tests.Mail;

public sealed class SmtpThrottlingTests
{
    [Theory]
    [InlineData("450 4.7.28 Our system has detected an unusual amount of mail")]
    [InlineData("451 4.7.500 Server busy. Please try again later")]
    [InlineData("451 4.4.5 mail system congestion")]
    [InlineData("450 4.3.2 system not accepting network messages")]
    [InlineData("450 4.2.1 The user is receiving mail at a rate that prevents additional messages")]
    [InlineData("454 Throttling failure: Maximum sending rate exceeded")]
    [InlineData("451 Too many messages, slow down")]
    [InlineData("451 4.3.0 Message temporarily deferred")]
    [InlineData("450 try again later")]
    public void A_rate_or_a_policy_speaks_for_the_whole_domain(string reply) => ScopeOf(reply).ShouldBe(DeferralScope.Domain);

    [Theory]
    [InlineData("451 4.7.1 Greylisted, come back in 5 minutes")]
    [InlineData("450 4.2.0 <aino@kunta.example>: Recipient address rejected: Greylisted")]
    [InlineData("451 4.7.1 Grey listing, try again later")]
    [InlineData("452 4.2.2 mailbox full, try again later")]
    [InlineData("450 4.1.1 unverified address")]
    [InlineData("451 4.3.0 separate queue file write error")]
    [InlineData("451 local error")]
    public void A_mailbox_speaks_for_itself(string reply) => ScopeOf(reply).ShouldBe(DeferralScope.Recipient);

    private static DeferralScope ScopeOf(string reply) => SmtpThrottling.ScopeOf(SmtpReplyTests.Parse(reply));
}
