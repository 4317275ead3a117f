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

    private readonly CancellationTokenSource _giveUp = new();
    private readonly CancellationTokenRegistration _stopping;
    private readonly TimeProvider _clock;
    private ITimer? _timer;

    public Draining(IHostApplicationLifetime lifetime, TimeProvider clock)
    {
        _clock = clock;
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
        _timer?.Dispose();
        _giveUp.Dispose();
    }

    private void Begin() => _timer = _clock.CreateTimer(_ => _giveUp.Cancel(), null, Patience, Timeout.InfiniteTimeSpan);
}
