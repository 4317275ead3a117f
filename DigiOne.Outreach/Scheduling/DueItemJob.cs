using DigiOne.Outreach.Nodes;
using DigiOne.Outreach.Timing;
using Hangfire;

namespace DigiOne.Outreach.Scheduling;

/// <summary>The Hangfire job of one due item. A failed one is not retried here: the item is taken anew when its lease ends.</summary>
internal sealed class DueItemJob(RunDueItem run, MailHold hold)
{
    [AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
    public Task RunAsync(string kind, Guid subject, CancellationToken cancellationToken) =>
        // A backup of PostgreSQL brings back the jobs that were enqueued when it was taken. The item is taken anew as well.
        hold.MayLeave ? run.ExecuteAsync(kind, subject, cancellationToken) : Task.CompletedTask;
}
