using DigiOne.Outreach.Demo;
using DigiOne.Outreach.Social;

namespace DigiOne.Outreach.Cli;

/// <summary>A plain line for each thing that starts or ends.</summary>
internal sealed class DemoLines(TextWriter output)
{
    private readonly HashSet<string> _said = [];

    internal void Show(DemoProgress progress)
    {
        foreach (var mailing in progress.Mailings)
        {
            if (mailing.Counts.Candidates > 0)
                Say($"{mailing.Kind} “{mailing.Name}” is on its way.");
            if (mailing.Certificate is { Counts: var sum })
                Say(FormattableString.Invariant($"{mailing.Kind} “{mailing.Name}” is done: {sum.Accepted:N0} accepted, {sum.Skipped:N0} skipped."));
        }

        foreach (var publication in progress.Publications.Where(publication => publication.State == PublicationState.Published))
            Say($"The post is published on {publication.Network} (rehearsed).");
    }

    private void Say(string line)
    {
        if (_said.Add(line))
            output.WriteLine(line);
    }
}
