namespace DigiOne.Outreach.Storage;

/// <summary>Why the database takes nothing, as far as a person can do something about it.</summary>
internal enum DatabaseTrouble
{
    /// <summary>The disk that it stands on is full.</summary>
    DiskFull,

    /// <summary>It does not answer.</summary>
    OutOfReach,

    /// <summary>It answers, and refuses to write.</summary>
    Refuses,
}
