using DigiOne.Outreach.Bench;

namespace DigiOne.Outreach.Tests.Bench;

public sealed class ResultsFileTests
{
    [Fact]
    public void A_section_says_on_what_it_was_taken_and_another_run_leaves_it_alone()
    {
        var text = ResultsFile.Replace("", DkimCost.Title, new Measured("1.09 times", "| a | b |"), "2027-03-01 09:00 UTC from `abc`, by hand, on this");
        var both = ResultsFile.Replace(text, DueToAccepted.Title, new Measured("p99 120 ms", "More."), "2027-03-02 09:00 UTC from `def`, by hand, on that");

        text.ShouldEndWith(
            """

            ## DKIM against bare RSA

            Taken: 2027-03-01 09:00 UTC from `abc`, by hand, on this

            Found: 1.09 times

            | a | b |

            """);
        both.ShouldEndWith(text[text.IndexOf("## DKIM", StringComparison.Ordinal)..]);
        both.ShouldContain("\n## Due time to first message accepted\n\nTaken: 2027-03-02 09:00 UTC from `def`, by hand, on that\n\nFound: p99 120 ms\n\nMore.\n\n## DKIM");
        both.ShouldNotContain("Before: ");
    }

    [Fact]
    public void A_run_leaves_one_line_of_the_run_that_it_replaces()
    {
        var text = "";
        for (var run = 1; run <= 3; run++)
            text = ResultsFile.Replace(text, DkimCost.Title, new Measured($"1.0{run} times, and more", "Text."), $"2027-03-0{run} 09:00 UTC from `{run}+changes`, by hand, on this");

        text.ShouldEndWith("Found: 1.03 times, and more\n\nText.\n\nBefore: 2027-03-02 09:00 UTC from `2+changes`: 1.02 times, and more\n");
        text.ShouldNotContain("1.01 times");
    }

    [Fact]
    public void Every_section_of_the_results_says_on_what_it_was_taken()
    {
        var sections = File.ReadAllText(Support.SourceTree.At("bench", "RESULTS.md")).Split("\n## ").Skip(1).ToList();

        sections.Select(section => section[..section.IndexOf('\n')]).ShouldBeSubsetOf(Part.All.Select(part => part.Title));
        sections.ShouldAllBe(section => section.Contains("\n\nTaken: ") && section.Contains("\n\nFound: "));
    }
}
