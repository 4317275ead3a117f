namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// How the engine stops: from the first moment of the process's stopping nothing new begins, and what is under way may run
/// to its answer for <see cref="Patience"/>. Then its connection is cut, so that the process itself can still say what
/// became of it.
/// </summary>
internal sealed class Draining : IDisposable
{
    /// <summary>How long a stopping process waits for answers. Under what it may take to stop altogether, 30 seconds.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);

    private readonly CancellationTokenSource _giveUp;
    private readonly CancellationTokenRegistration _stopping;

    public Draining(IHostApplicationLifetime lifetime, TimeProvider clock)
    {
        _giveUp = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        Begun = lifetime.ApplicationStopping;
        _stopping = Begun.Register(Begin);
    }

    /// <summary>The process is stopping.</summary>
    internal CancellationToken Begun { get; }

    /// <summary>Its patience is at its end.</summary>
    internal CancellationToken GiveUp => _giveUp.Token;

    /// <inheritdoc />
    public void Dispose()
    {
        _stopping.Dispose();
        _giveUp.Dispose();
    }

    // The source's own timer, which its end does not meet in the middle.
    private void Begin() => _giveUp.CancelAfter(Patience);
}
