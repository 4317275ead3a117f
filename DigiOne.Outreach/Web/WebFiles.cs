using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.FileProviders;

namespace DigiOne.Outreach.Web;

/// <summary>
/// Files of <c>wwwroot</c>, found beside the binary wherever the program is started from. Their address carries a
/// fingerprint, so that browsers keep them for a year and still get a new version at once.
/// </summary>
internal sealed class WebFiles(IHostEnvironment environment)
{
    private const int FingerprintLength = 10;
    private readonly ConcurrentDictionary<string, string> _urls = new(StringComparer.Ordinal);

    internal IFileProvider Provider { get; } = new PhysicalFileProvider(Path.Combine(AppContext.BaseDirectory, "wwwroot"));

    /// <summary>The address of a file, e.g. <c>css/base.css</c>.</summary>
    internal string Url(string file) => environment.IsDevelopment() ? Fingerprinted(file) : _urls.GetOrAdd(file, Fingerprinted);

    private string Fingerprinted(string file)
    {
        using var content = Provider.GetFileInfo(file).CreateReadStream();
        return $"/{file}?v={Convert.ToHexStringLower(SHA256.HashData(content))[..FingerprintLength]}";
    }
}
