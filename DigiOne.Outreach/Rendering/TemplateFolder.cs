using System.Text;
using System.Text.RegularExpressions;

namespace DigiOne.Outreach.Rendering;

/// <summary>A folder that template files are read from, and nothing beside it: no way up, no absolute path, no link that leads out.</summary>
internal sealed partial class TemplateFolder(string path, RenderingLimits limits)
{
    private const int LinkDepth = 16;

    private readonly Lazy<string> _real = new(() => RealPath(System.IO.Path.GetFullPath(path), LinkDepth));

    /// <summary>The folder.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>Whether a name is a relative path to a template, made of plain names.</summary>
    public static bool IsName(string name) => Name().IsMatch(name);

    /// <summary>The source of a template with lines ended by LF; null when there is no such file in this folder.</summary>
    /// <exception cref="TemplateException">The file leads out of the folder, is too long, or is not UTF-8.</exception>
    public string? Read(string name)
    {
        var file = System.IO.Path.Combine(Path, name);
        if (!File.Exists(file)) return null;
        var real = RealPath(System.IO.Path.GetFullPath(file), LinkDepth);
        if (!real.StartsWith(System.IO.Path.TrimEndingDirectorySeparator(_real.Value) + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new TemplateException(name, 1, 1, "This file is a link that leads out of the templates folder; put the file itself there.");
        if (new FileInfo(real).Length > limits.SourceLength * 4L) throw TooLong(name);

        string source;
        try
        {
            source = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(real));
        }
        catch (DecoderFallbackException broken)
        {
            throw new TemplateException(name, 1, 1, "This file is not UTF-8; save it as UTF-8.", broken);
        }

        if (source.Length > limits.SourceLength) throw TooLong(name);
        return source.TrimStart('\uFEFF').ReplaceLineEndings("\n");
    }

    private TemplateException TooLong(string name)
        => new(name, 1, 1, $"This file is longer than {limits.SourceLength:N0} characters; templates that long are refused.");

    private static string RealPath(string path, int depth)
    {
        if (depth == 0) throw new IOException($"Too many links lead to {path}");
        var real = System.IO.Path.GetPathRoot(path)!;
        foreach (var part in path[real.Length..].Split(System.IO.Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            real = System.IO.Path.Combine(real, part);
            FileSystemInfo entry = Directory.Exists(real) ? new DirectoryInfo(real) : new FileInfo(real);
            if (entry.LinkTarget is { } target)
                real = RealPath(System.IO.Path.GetFullPath(target, System.IO.Path.GetDirectoryName(real)!), depth - 1);
        }

        return real;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_-][A-Za-z0-9_.-]*(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*\.sbn-(html|txt)\z", RegexOptions.NonBacktracking)]
    private static partial Regex Name();
}
