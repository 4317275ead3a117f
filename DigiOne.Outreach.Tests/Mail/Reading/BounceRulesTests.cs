using DigiOne.Outreach.Mail.Reading;

namespace DigiOne.Outreach.Tests.Mail.Reading;

public sealed class BounceRulesTests
{
    [Fact]
    public void Reasons_are_told_once() =>
        BounceRules.All.Select(rule => rule.Reason).ShouldBeUnique();

    [Fact]
    public void Hard_is_only_what_mailing_again_cannot_cure() =>
        BounceRules.All.Where(rule => rule.Permanence == Permanence.Hard).Select(rule => rule.Reason)
            .ShouldBe(["null-mx", "no-domain", "moved", "no-mailbox", "bad-address"]);

    [Fact]
    public void Words_are_written_in_the_form_in_which_they_are_looked_for() =>
        BounceRules.All.SelectMany(rule => rule.Texts.Concat(rule.Hints).Concat(rule.Vague)).Select(phrase => phrase.Written)
            .Where(written => written.Any(char.IsUpper) || written.Contains("  ", StringComparison.Ordinal))
            .ShouldBeEmpty();

    [Theory]
    [InlineData("mailbox * full", "the mailbox of {a} is full now", true)]
    [InlineData("mailbox * full", "full is the mailbox", false)]
    [InlineData("|rbl|", "see rbl.example", true)]
    [InlineData("|rbl|", "marbles", false)]
    public void Phrase_knows_gaps_and_edges(string written, string words, bool isIn) =>
        new Phrase(written).IsIn($" {words} ").ShouldBe(isIn);

    [Fact]
    public void Long_reply_is_read_as_one_sentence() =>
        PlainWords.Of("550-5.1.1 The mailbox does\r\n550-5.1.1 not exist, <Aino@Koulu.example>").ShouldBe(" the mailbox does not exist, {a} ");
}
