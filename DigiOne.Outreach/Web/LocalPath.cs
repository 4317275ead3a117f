namespace DigiOne.Outreach.Web;

/// <summary>Where to go back to. Never to another host, whatever a link or form says.</summary>
internal static class LocalPath
{
    /// <summary>The path if it is one on this host, else the front page.</summary>
    internal static string Of(string? path) => IsLocal(path) ? path! : "/";

    private static bool IsLocal(string? path) =>
        path is ['/', ..]
        && path is not ['/', '/' or '\\', ..]
        && !path.Any(char.IsControl)
        && Uri.IsWellFormedUriString(path, UriKind.Relative);
}
