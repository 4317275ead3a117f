namespace DigiOne.Outreach.Storage;

/// <summary>A lock between processes on one machine that the operating system releases when its holder ends, however it ends.</summary>
internal static class FileLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits for the lock; disposing the answer releases it.</summary>
    internal static async Task<IDisposable> TakeAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryTake(path) is { } held)
                return held;
            await Task.Delay(Pause, cancellationToken);
        }
    }

    /// <summary>Takes the lock at once; null while another holds it.</summary>
    internal static IDisposable? TryTake(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }
}
