namespace DigiOne.Outreach.Deliveries;

/// <summary>A route that could not be used, or that rests from bulk mail.</summary>
/// <param name="Route">Its name.</param>
/// <param name="Reason">What it answered, or what stood in the way.</param>
/// <param name="Failures">How many times running; 0 for one that works and has carried what it may for the day.</param>
/// <param name="Until">When it is tried again.</param>
internal sealed record RouteTrouble(string Route, string Reason, int Failures, DateTimeOffset Until)
{
    /// <summary>Whether a message was left in doubt, and the next try may leave another.</summary>
    internal bool LeavesDoubt { get; init; }

    /// <summary>The connection that tries it again now.</summary>
    internal object? TriedBy { get; init; }
}
