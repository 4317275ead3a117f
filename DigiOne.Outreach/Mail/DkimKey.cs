using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace DigiOne.Outreach.Mail;

/// <summary>A loaded DKIM key (RFC 6376). Safe for concurrent use; what signs with it is made per connection.</summary>
public sealed class DkimKey
{
    /// <summary>RFC 8301 3.2 asks for 1024 at the least; large receivers count less than 2048 as none.</summary>
    private const int SmallestKey = 2048;

    private readonly RSAParameters _parameters;

    private DkimKey(string domain, string selector, RSAParameters parameters)
    {
        Domain = domain;
        Selector = selector;
        _parameters = parameters;
    }

    /// <summary>Signing domain (<c>d=</c>).</summary>
    public string Domain { get; }

    /// <summary>Selector (<c>s=</c>).</summary>
    public string Selector { get; }

    /// <summary>Loads a key.</summary>
    /// <exception cref="InvalidOperationException">The file holds no usable key; the message says why.</exception>
    public static DkimKey Load(DkimOptions options)
        => TryLoad(options, out var key, out var problem) ? key : throw new InvalidOperationException(problem);

    /// <summary>Loads a key, or says in one sentence why it cannot be used.</summary>
    public static bool TryLoad(DkimOptions options, [NotNullWhen(true)] out DkimKey? key, [NotNullWhen(false)] out string? problem)
    {
        key = null;
        problem = null;
        var file = options.PrivateKeyFile;
        if (!File.Exists(file))
        {
            problem = $"{file} does not exist.";
            return false;
        }

        try
        {
            using var rsa = RSA.Create();
            rsa.ImportFromPem(File.ReadAllText(file));
            if (rsa.KeySize < SmallestKey)
                problem = $"{file} holds an RSA key of {rsa.KeySize} bits; {SmallestKey} are the least.";
            else if (WireAddress.TryGetAsciiDomain(options.Domain, out var domain))
                key = new DkimKey(domain, options.Selector, rsa.ExportParameters(includePrivateParameters: true));
            else
                problem = $"{options.Domain} is not a domain name.";
        }
        catch (Exception failure) when (failure is ArgumentException or CryptographicException)
        {
            problem = $"{file} holds no RSA private key in PEM form without a password.";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            problem = $"{file} cannot be read: {failure.Message}";
        }

        return key is not null;
    }

    /// <summary>A private copy of the key for one connection: RSA objects are not safe for concurrent use.</summary>
    internal RSA CreateRsa() => RSA.Create(_parameters);
}
