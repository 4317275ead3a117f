using DigiOne.Outreach.Hosting;
using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Demo;

/// <summary>The folder that a demo keeps everything in, and wipes at its start. A marker says that it is a demo's to wipe.</summary>
internal static class DemoFolder
{
    private const string Marker = "demo.marker";
    private const string Says = "The demo keeps its data in this folder and deletes everything in it at each start.";

    /// <summary>Whether there is anything in a folder that a demo has not made.</summary>
    internal static bool BelongsToSomebodyElse(string folder) =>
        File.Exists(folder)
        || (Directory.Exists(folder) && !File.Exists(Path.Combine(folder, Marker)) && Directory.EnumerateFileSystemEntries(folder).Any());

    /// <summary>Makes the folder, or marks an empty one.</summary>
    internal static void Mark(string folder)
    {
        PrivateFolder.Create(folder);
        File.WriteAllText(Path.Combine(folder, Marker), Says + Environment.NewLine);
    }

    /// <summary>Deletes all but the marker and the lock that the caller holds.</summary>
    internal static void Wipe(string folder)
    {
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos().Where(entry => entry.Name is not (Marker or ServingPlace.LockFile)))
            // What is behind a link is not in this folder.
            if (entry is DirectoryInfo { LinkTarget: null } below)
                below.Delete(recursive: true);
            else
                entry.Delete();
    }
}
