namespace DigiOne.Outreach.Problems;

/// <summary>What came of scheduling something.</summary>
/// <typeparam name="TId">Id of what was scheduled.</typeparam>
public abstract record ScheduleOutcome<TId>
{
    private ScheduleOutcome()
    {
    }

    /// <summary>It is scheduled.</summary>
    public sealed record Scheduled(TId Id) : ScheduleOutcome<TId>;

    /// <summary>It is not, for these reasons.</summary>
    public sealed record Refused(IReadOnlyList<FieldProblem> Problems) : ScheduleOutcome<TId>;

    /// <summary>It is scheduled or sent already.</summary>
    public sealed record Settled : ScheduleOutcome<TId>;

    /// <summary>There is no such thing.</summary>
    public sealed record Missing : ScheduleOutcome<TId>;
}
