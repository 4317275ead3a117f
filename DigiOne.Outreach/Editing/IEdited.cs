namespace DigiOne.Outreach.Editing;

/// <summary>What people edit, revision by revision, until it is settled: a campaign, a session, a post.</summary>
/// <typeparam name="TId">Its id.</typeparam>
public interface IEdited<TId>
{
    /// <summary>Identity.</summary>
    TId Id { get; }

    /// <summary>Counts changes. It is the row's concurrency token: who saves an older one is told, not overwritten.</summary>
    int Revision { get; set; }

    /// <summary>Whether it is scheduled or sent: its content does not change any more.</summary>
    bool IsSettled { get; }
}
