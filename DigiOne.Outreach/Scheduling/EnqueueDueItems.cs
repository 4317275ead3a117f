using DigiOne.Outreach.Nodes;
using DigiOne.Outreach.Timing;
using Hangfire;

namespace DigiOne.Outreach.Scheduling;

/// <summary>Takes what is due and gives each item to Hangfire as one job.</summary>
internal sealed class EnqueueDueItems(TakeDueItems due, MailHold hold, IBackgroundJobClient jobs)
{
    private const int Batch = 200;

    internal async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        if (!hold.MayLeave)
            return;

        IReadOnlyList<DueItem> taken;
        do
        {
            taken = await due.ExecuteAsync(Batch, cancellationToken);
            foreach (var item in taken)
                jobs.Enqueue<DueItemJob>(job => job.RunAsync(item.Kind, item.SubjectId, CancellationToken.None));
        }
        while (taken.Count == Batch);
    }
}
