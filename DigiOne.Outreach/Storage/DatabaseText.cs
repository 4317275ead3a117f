namespace DigiOne.Outreach.Storage;

/// <summary>What only the database does with text, inside queries.</summary>
internal static class DatabaseText
{
    /// <summary>Small letters as the database knows them: on SQLite only those of ASCII.</summary>
    internal static string Lower(string text) => throw new NotSupportedException("Only the database does this.");
}
