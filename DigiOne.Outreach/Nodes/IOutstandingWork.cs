using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Nodes;

/// <summary>
/// Work that a process would take up from this database by itself, and that may have been done already where the database
/// is an older state of its own. Asked at a process's start, before it takes up anything.
/// </summary>
internal interface IOutstandingWork
{
    /// <summary>Whether there is any now.</summary>
    Task<bool> AnyAsync(OutreachDb db, CancellationToken cancellationToken);
}
