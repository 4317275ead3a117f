using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace DigiOne.Outreach.Mail;

/// <summary>Makes signatures by one key. Not safe for concurrent use.</summary>
internal abstract class DkimSignature(string algorithm, string selector) : IDisposable
{
    /// <summary><c>a=</c></summary>
    internal string Algorithm => algorithm;

    /// <summary><c>s=</c></summary>
    internal string Selector => selector;

    /// <summary>Signs the SHA-256 of what is covered.</summary>
    internal abstract byte[] Sign(byte[] hash);

    /// <inheritdoc />
    public abstract void Dispose();

    /// <summary>RSA-SHA256 (RFC 6376 3.3.1) by .NET, which is OpenSSL underneath.</summary>
    internal sealed class Rsa(string selector, RSA rsa) : DkimSignature("rsa-sha256", selector)
    {
        internal override byte[] Sign(byte[] hash) => rsa.SignHash(hash, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

        /// <inheritdoc />
        public override void Dispose() => rsa.Dispose();
    }

    /// <summary>Ed25519-SHA256: the hash is signed as a message (RFC 8463 3). .NET has no Ed25519; MimeKit brings one.</summary>
    internal sealed class Ed25519(string selector, Ed25519PrivateKeyParameters key) : DkimSignature("ed25519-sha256", selector)
    {
        internal override byte[] Sign(byte[] hash)
        {
            var signer = new Ed25519Signer();
            signer.Init(forSigning: true, key);
            signer.BlockUpdate(hash, 0, hash.Length);
            return signer.GenerateSignature();
        }

        /// <inheritdoc />
        public override void Dispose()
        {
        }
    }
}
