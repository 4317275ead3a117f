namespace DigiOne.Outreach.Web.Compose;

/// <summary>What came between a person who edits and the saving of it.</summary>
public enum EditConflict
{
    /// <summary>Someone else saved meanwhile.</summary>
    Outdated,

    /// <summary>It was scheduled or sent meanwhile.</summary>
    Settled,
}
