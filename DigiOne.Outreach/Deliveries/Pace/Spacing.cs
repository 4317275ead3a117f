namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// Spaces messages evenly: the generic cell rate algorithm, a token bucket whose only state is when the next token is due.
/// In no span of time more go than fit into it at the rate, and into the tolerance besides. Not safe for concurrent use.
/// </summary>
internal sealed class Spacing
{
    private DateTimeOffset _next;

    /// <summary>Takes a token.</summary>
    /// <param name="now">The time.</param>
    /// <param name="interval">The time between two tokens.</param>
    /// <param name="tolerance">How far before its time a token may be taken.</param>
    /// <returns>Zero when it was taken, else how long until there is one.</returns>
    internal TimeSpan Take(DateTimeOffset now, TimeSpan interval, TimeSpan tolerance)
    {
        var wait = Wait(now, tolerance);
        if (wait == TimeSpan.Zero)
            _next = Due(now) + interval;
        return wait;
    }

    /// <summary>How long until a token could be taken.</summary>
    internal TimeSpan Wait(DateTimeOffset now, TimeSpan tolerance)
    {
        var wait = _next - now - tolerance;
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    /// <summary>Gives back a token just taken and not used.</summary>
    internal void GiveBack(TimeSpan interval) => _next -= interval;

    /// <summary>When the next token is due, however long ago: what it is until the next is taken.</summary>
    internal DateTimeOffset Next => _next;

    /// <summary>Takes back a token as if it had never been taken; where another was taken since, it is used up.</summary>
    /// <param name="before">What <see cref="Next"/> was before it was taken.</param>
    /// <param name="after">What it was then.</param>
    internal void Undo(DateTimeOffset before, DateTimeOffset after)
    {
        if (_next == after)
            _next = before;
    }

    /// <summary>Takes the next token whenever it is due: now, or in the future.</summary>
    /// <returns>When.</returns>
    internal DateTimeOffset Reserve(DateTimeOffset now, TimeSpan interval)
    {
        var due = Due(now);
        _next = due + interval;
        return due;
    }

    /// <summary>Gives out no token that is due before this.</summary>
    internal void NotBefore(DateTimeOffset time) => _next = Due(time);

    /// <summary>When the next token is due.</summary>
    internal DateTimeOffset Due(DateTimeOffset now) => _next > now ? _next : now;
}
