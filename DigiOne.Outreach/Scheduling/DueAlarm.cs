using Quartz;

namespace DigiOne.Outreach.Scheduling;

/// <summary>The Quartz job: the hour of at least one due item has come.</summary>
[DisallowConcurrentExecution]
internal sealed class DueAlarm(EnqueueDueItems enqueue) : IJob
{
    internal static readonly JobKey Key = new("due");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        await enqueue.ExecuteAsync(cancellationToken);
}
