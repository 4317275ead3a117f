using DigiOne.Outreach.Mail;

namespace DigiOne.Outreach.Deliveries;

/// <summary>What a connection that found no delivery waits for: a time, and what may end it before.</summary>
internal sealed record Waiting(TimeSpan Longest)
{
    /// <summary>Nothing: it looks again.</summary>
    internal static readonly Waiting No = new(TimeSpan.Zero);

    /// <summary>A delivery in the queue.</summary>
    internal static readonly Waiting ForAny = new(Timeout.InfiniteTimeSpan);

    /// <summary>A delivery in this line.</summary>
    internal Lane? Queue { get; init; }

    /// <summary>Another route's move.</summary>
    internal bool ForShare { get; init; }

    /// <summary>Waits for its time, or what ends it before.</summary>
    internal async Task ToItsEndAsync(ClaimedQueue queue, IMailRoute route, Task moved, TimeProvider clock, CancellationToken stoppingToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        List<Task> first = [Task.Delay(Longest, clock, enough.Token)];
        if (Queue is Lane.Transactional)
            first.Add(queue.WaitAsync(route, transactionalOnly: true, enough.Token));
        if (ForShare)
            first.Add(moved);
        await Task.WhenAny(first);
        await enough.CancelAsync();
    }
}
