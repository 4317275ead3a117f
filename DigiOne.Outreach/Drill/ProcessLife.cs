namespace DigiOne.Outreach.Drill;

/// <summary>What a drill did to one process.</summary>
/// <param name="StartedAt">When it was started; it intended nothing before that instant.</param>
/// <param name="Hits">
/// When it was found dead, or was woken from its sleep, in order: what it had intended before that, and nothing else, lies
/// before that instant.
/// </param>
internal sealed record ProcessLife(DateTimeOffset StartedAt, IReadOnlyList<DateTimeOffset> Hits)
{
    /// <summary>The first hit that may have left what was intended then in doubt.</summary>
    /// <returns>Null where it was not hit after that, or did not live then.</returns>
    internal DateTimeOffset? FirstHitAfter(DateTimeOffset? intentAt) =>
        StartedAt <= intentAt ? Hits.Where(at => at >= intentAt).Select(at => (DateTimeOffset?)at).FirstOrDefault() : null;
}
