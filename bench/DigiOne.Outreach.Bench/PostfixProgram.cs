using System.Diagnostics;

namespace DigiOne.Outreach.Bench;

/// <summary>Programs of Postfix.</summary>
internal static class PostfixProgram
{
    // They are no programs for everybody, and stand apart.
    private static readonly string[] Folders = ["/usr/sbin", "/usr/bin", "/usr/lib/postfix/sbin"];

    /// <summary>Where one is.</summary>
    /// <exception cref="InvalidOperationException">Nowhere.</exception>
    internal static string Find(string name) =>
        Folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException($"{name} is missing; it comes with Postfix.");

    /// <summary>Postfix with its version.</summary>
    internal static async Task<string> NameAsync(CancellationToken cancellationToken)
    {
        using var asked = Process.Start(new ProcessStartInfo(Find("postconf"), ["-d", "-h", "mail_version"]) { RedirectStandardOutput = true })!;
        var version = await asked.StandardOutput.ReadToEndAsync(cancellationToken);
        await asked.WaitForExitAsync(cancellationToken);
        return $"Postfix {version.Trim()}";
    }
}
