namespace DigiOne.Outreach.Timing;

/// <summary>What a slice does when an item of its kind falls due.</summary>
public interface IDueWork
{
    /// <summary>The kind of <see cref="DueItem"/> that it answers to.</summary>
    string Kind { get; }

    /// <summary>
    /// Carries the item out. It may be called twice for one item, at once or after a crash in the middle, and must then
    /// continue or do nothing: its own conditional updates decide. An exception leaves the item waiting for another try.
    /// </summary>
    Task ActivateAsync(Guid subject, CancellationToken cancellationToken);

    /// <summary>
    /// Whether carrying it out has begun: what a crash broke off is carried to its end however late, and nobody is asked.
    /// </summary>
    Task<bool> HasStartedAsync(Guid subject, CancellationToken cancellationToken);
}
