using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DigiOne.Outreach.Mail;

/// <summary>
/// Which certificates of a relay are believed: those that the system's store knows, and those that the relay's
/// <see cref="RelayOptions.CaFile"/> signed. The name must fit in either case; nothing switches this off.
/// </summary>
internal sealed class RelayTrust(X509Certificate2Collection authorities)
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>Reads the authorities of a relay.</summary>
    /// <exception cref="CryptographicException">The file holds no certificate.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    internal static RelayTrust Load(string? caFile)
    {
        var authorities = new X509Certificate2Collection();
        if (string.IsNullOrWhiteSpace(caFile))
            return new RelayTrust(authorities);

        authorities.ImportFromPemFile(caFile);
        return authorities.Count > 0 ? new RelayTrust(authorities) : throw new CryptographicException($"{caFile} holds no certificate in PEM form.");
    }

    /// <summary>Judges the certificate that a relay showed.</summary>
    internal bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
            return true;

        return errors == SslPolicyErrors.RemoteCertificateChainErrors && authorities.Count > 0
            && certificate is X509Certificate2 leaf && IsSignedByAuthority(leaf, chain);
    }

    private bool IsSignedByAuthority(X509Certificate2 leaf, X509Chain? shown)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        foreach (var element in shown?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);

        return chain.Build(leaf);
    }
}
