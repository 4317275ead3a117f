using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace DigiOne.Outreach.Mail;

/// <summary>The loaded DKIM keys of one sender (RFC 6376). Safe for concurrent use; what signs with them is made per connection.</summary>
public sealed class DkimKey
{
    /// <summary>RFC 8301 3.2 asks for 1024 at the least; large receivers count less than 2048 as none.</summary>
    private const int SmallestKey = 2048;

    private readonly string _selector;
    private readonly RSAParameters _rsa;
    private readonly (string Selector, Ed25519PrivateKeyParameters Key)? _ed25519;

    private DkimKey(string domain, string selector, RSAParameters rsa, (string Selector, Ed25519PrivateKeyParameters Key)? ed25519)
    {
        Domain = domain;
        _selector = selector;
        _rsa = rsa;
        _ed25519 = ed25519;
    }

    /// <summary>Signing domain (<c>d=</c>).</summary>
    public string Domain { get; }

    /// <summary>Loads the keys.</summary>
    /// <exception cref="InvalidOperationException">A file holds no usable key; the message says why.</exception>
    public static DkimKey Load(DkimOptions options)
        => TryLoad(options, out var key, out var problem) ? key : throw new InvalidOperationException(problem);

    /// <summary>Loads the keys, or says in one sentence why one cannot be used.</summary>
    public static bool TryLoad(DkimOptions options, [NotNullWhen(true)] out DkimKey? key, [NotNullWhen(false)] out string? problem)
    {
        key = null;
        (string, Ed25519PrivateKeyParameters)? second = null;
        if (options.Ed25519 is { } ed25519)
        {
            if (!TryLoadEd25519(ed25519.PrivateKeyFile, out var loaded, out problem))
                return false;
            second = (ed25519.Selector, loaded);
        }

        if (TryLoadRsa(options.PrivateKeyFile, out var rsa, out problem) && TryGetDomain(options.Domain, out var domain, out problem))
            key = new DkimKey(domain, options.Selector, rsa, second);
        return key is not null;
    }

    /// <summary>The signing domain as it is written, or one sentence that says why it is none.</summary>
    internal static bool TryGetDomain(string name, [NotNullWhen(true)] out string? domain, [NotNullWhen(false)] out string? problem)
    {
        problem = WireAddress.TryGetAsciiDomain(name, out domain) ? null : $"{name} is not a domain name.";
        return problem is null;
    }

    /// <summary>Loads an RSA key, or says in one sentence why it cannot be used.</summary>
    internal static bool TryLoadRsa(string file, out RSAParameters key, [NotNullWhen(false)] out string? problem)
    {
        RSAParameters read = default;
        problem = ProblemOf(file, "RSA", pem => read = ReadRsa(pem));
        if (problem is null && read.Modulus!.Length * 8 is < SmallestKey and var bits)
            problem = $"{file} holds an RSA key of {bits} bits; {SmallestKey} are the least.";
        key = read;
        return problem is null;
    }

    /// <summary>Loads an Ed25519 key, or says in one sentence why it cannot be used.</summary>
    internal static bool TryLoadEd25519(
        string file, [NotNullWhen(true)] out Ed25519PrivateKeyParameters? key, [NotNullWhen(false)] out string? problem)
    {
        Ed25519PrivateKeyParameters? read = null;
        problem = ProblemOf(file, "Ed25519", pem => read = ReadEd25519(pem));
        key = read;
        return key is not null;
    }

    /// <summary>What signs for one connection, the RSA key first: RSA objects are not safe for concurrent use.</summary>
    internal DkimSignature[] CreateSignatures()
    {
        var rsa = new DkimSignature.Rsa(_selector, RSA.Create(_rsa));
        return _ed25519 is { } second ? [rsa, new DkimSignature.Ed25519(second.Selector, second.Key)] : [rsa];
    }

    private static string? ProblemOf(string file, string kind, Action<string> read)
    {
        if (!File.Exists(file))
            return $"{file} does not exist.";

        try
        {
            read(File.ReadAllText(file));
            return null;
        }
        catch (Exception failure) when (failure is ArgumentException or CryptographicException or InvalidCastException or GeneralSecurityException)
        {
            return $"{file} holds no {kind} private key in PEM form without a password.";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"{file} cannot be read: {failure.Message}";
        }
    }

    private static RSAParameters ReadRsa(string pem)
    {
        using var rsa = RSA.Create();
        rsa.ImportFromPem(pem);
        return rsa.ExportParameters(includePrivateParameters: true);
    }

    private static Ed25519PrivateKeyParameters ReadEd25519(string pem)
    {
        var found = PemEncoding.Find(pem);
        return pem[found.Label] == "PRIVATE KEY"
            ? (Ed25519PrivateKeyParameters)PrivateKeyFactory.CreateKey(Convert.FromBase64String(pem[found.Base64Data]))
            : throw new CryptographicException("It is no private key.");
    }
}
