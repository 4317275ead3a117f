namespace DigiOne.Outreach.Storage;

/// <summary>Folders for people's addresses, keys and mail: what this program makes is for its own account only.</summary>
internal static class PrivateFolder
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes the folder. One that stands already keeps the rights that somebody gave it.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    internal static void Create(string path)
    {
        // SQLite gives its files the rights that everybody's files have: only the folder around them keeps others out.
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, Owner);
    }
}
