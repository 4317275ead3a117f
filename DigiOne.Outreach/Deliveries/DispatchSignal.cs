namespace DigiOne.Outreach.Deliveries;

/// <summary>Wakes the dispatcher of this process when there may be something to claim; other processes find it by looking.</summary>
internal sealed class DispatchSignal(TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim _raised = new(0, 1);

    /// <inheritdoc />
    public void Dispose() => _raised.Dispose();

    /// <summary>There may be work.</summary>
    internal void Raise()
    {
        try
        {
            _raised.Release();
        }
        catch (SemaphoreFullException)
        {
            // Raised before and not yet heard: once is enough.
        }
    }

    /// <summary>Waits until it is raised, or this long.</summary>
    internal async Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(longest, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await _raised.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time is up: look anyway.
        }
    }
}
