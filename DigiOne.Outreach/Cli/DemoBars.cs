using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Demo;
using Spectre.Console;

namespace DigiOne.Outreach.Cli;

/// <summary>One moving bar per mailing, and one for the social publications.</summary>
internal sealed class DemoBars(ProgressContext context)
{
    private readonly Dictionary<MailingKind, ProgressTask> _mailings = [];
    private ProgressTask? _publications;

    internal void Show(DemoProgress progress)
    {
        foreach (var mailing in progress.Mailings)
        {
            if (!_mailings.TryGetValue(mailing.Kind, out var bar))
                _mailings.Add(mailing.Kind, bar = context.AddTask(mailing.Kind.ToString()));
            // A bar is full when the certificate is there, not when the last message is.
            Move(bar, mailing.Kind.ToString(), mailing.Counts.Settled, mailing.Counts.Candidates, isDone: mailing.Certificate is not null);
        }

        _publications ??= context.AddTask("Posts");
        Move(_publications, "Posts", progress.Published, progress.Publications.Count, isDone: progress.Published == progress.Publications.Count);
    }

    private static void Move(ProgressTask bar, string name, int value, int most, bool isDone)
    {
        bar.Description = most == 0 ? $"{name,-11} waiting" : FormattableString.Invariant($"{name,-11} {value:N0} of {most:N0}");
        // The most grows while the audience is being frozen.
        bar.MaxValue = Math.Max(most + (isDone ? 0 : 1), 1);
        bar.Value = value;
    }
}
