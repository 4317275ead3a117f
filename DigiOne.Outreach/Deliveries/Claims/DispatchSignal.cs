namespace DigiOne.Outreach.Deliveries;

/// <summary>Wakes the claiming of this process when there may be something to claim; other processes find it by looking.</summary>
internal sealed class DispatchSignal(TimeProvider clock)
{
    private TaskCompletionSource _next = NewSource();

    /// <summary>Ends when it is raised from now on: taken before one looks, so that nothing falls between.</summary>
    internal Task Next => Volatile.Read(ref _next).Task;

    /// <summary>There may be work.</summary>
    internal void Raise() => Interlocked.Exchange(ref _next, NewSource()).SetResult();

    /// <summary>Waits for a signal, or this long.</summary>
    internal async Task WaitAsync(Task next, TimeSpan longest, CancellationToken cancellationToken)
    {
        try
        {
            await next.WaitAsync(longest, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Look anyway.
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
