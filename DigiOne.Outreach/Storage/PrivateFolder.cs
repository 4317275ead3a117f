namespace DigiOne.Outreach.Storage;

/// <summary>Folders for people's addresses, keys and mail: what this program makes is for its own account only.</summary>
internal static class PrivateFolder
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes the folder. One that stands already keeps the rights that somebody gave it.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    internal static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, Owner);
    }

    /// <summary>
    /// Makes an empty file, if there is none. SQLite would give its own the rights that everybody's files have; those beside
    /// it get the rights of the first.
    /// </summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    internal static void CreateFile(string path)
    {
        if (OperatingSystem.IsWindows() || File.Exists(path))
            return;
        try
        {
            using var made = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was first.
        }
    }
}
