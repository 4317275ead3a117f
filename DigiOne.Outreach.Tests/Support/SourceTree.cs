namespace DigiOne.Outreach.Tests.Support;

/// <summary>The repository that the tests were built from.</summary>
internal static class SourceTree
{
    /// <summary>Its folder.</summary>
    internal static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>The path of something in it.</summary>
    internal static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "DigiOne.sln")) ? folder : Find(Path.GetDirectoryName(folder)!);
}
