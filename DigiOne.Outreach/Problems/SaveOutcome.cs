namespace DigiOne.Outreach.Problems;

/// <summary>What came of saving something that people edit.</summary>
/// <typeparam name="TId">Its id.</typeparam>
public abstract record SaveOutcome<TId>
{
    private SaveOutcome()
    {
    }

    /// <summary>It stands.</summary>
    public sealed record Saved(TId Id, int Revision) : SaveOutcome<TId>;

    /// <summary>Nothing was saved, for these reasons.</summary>
    public sealed record Refused(IReadOnlyList<FieldProblem> Problems) : SaveOutcome<TId>;

    /// <summary>Someone else saved it meanwhile.</summary>
    public sealed record Outdated : SaveOutcome<TId>;

    /// <summary>It is scheduled or sent: its content does not change any more.</summary>
    public sealed record Settled : SaveOutcome<TId>;

    /// <summary>There is no such thing.</summary>
    public sealed record Missing : SaveOutcome<TId>;
}
