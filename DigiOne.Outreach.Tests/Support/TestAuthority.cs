using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DigiOne.Outreach.Tests.Support;

/// <summary>A certificate authority of a test's own, whose certificate lies in a PEM file.</summary>
public sealed class TestAuthority : IDisposable
{
    private static readonly DateTimeOffset From = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Until = new(2049, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly X509Certificate2 _authority;

    /// <summary>Makes the authority.</summary>
    public TestAuthority()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=Test authority", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        _authority = request.CreateSelfSigned(From, Until);
        PemFile = Path.Combine(Path.GetTempPath(), $"{Path.GetRandomFileName()}.pem");
        File.WriteAllText(PemFile, _authority.ExportCertificatePem());
    }

    /// <summary>The file that holds its certificate.</summary>
    public string PemFile { get; }

    /// <summary>Signs a certificate for a host name or address.</summary>
    /// <param name="host">For which.</param>
    /// <param name="until">Until when it holds; null for as long as the authority's own.</param>
    /// <param name="usage">What it may be used for: to be a server, unless it is told.</param>
    public X509Certificate2 Issue(string host, DateTimeOffset? until = null, string usage = "1.3.6.1.5.5.7.3.1")
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(host, out var address))
            names.AddIpAddress(address);
        else
            names.AddDnsName(host);

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        using var issued = request.Create(_authority, From, until ?? Until, RandomNumberGenerator.GetBytes(8));
        using var whole = issued.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _authority.Dispose();
        File.Delete(PemFile);
    }
}
