namespace DigiOne.Outreach.Tests.Support;

/// <summary>A folder of its own, gone with all that is in it when disposed.</summary>
internal sealed class TempFolder : IDisposable
{
    /// <summary>Its full path.</summary>
    internal string FullPath { get; } = Directory.CreateTempSubdirectory("outreach-").FullName;

    /// <summary>The path of something in it.</summary>
    internal string this[string name] => Path.Combine(FullPath, name);

    /// <inheritdoc />
    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}
