namespace DigiOne.Outreach.Storage;

/// <summary>The two engines that the product runs on.</summary>
public enum StorageEngine
{
    /// <summary>One file beside one process.</summary>
    Sqlite,

    /// <summary>One server under any number of processes.</summary>
    Postgres,
}
