using System.Security.Cryptography;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Security;

namespace DigiOne.Outreach.Mail;

/// <summary>MimeKit's signer over .NET's RSA: the same bytes, an order of magnitude faster. Not safe for concurrent use.</summary>
internal sealed class NativeDkimSigner : DkimSigner, IDisposable
{
    private readonly RSA _rsa;
    private readonly TimeProvider _clock;

    internal NativeDkimSigner(DkimKey key, TimeProvider clock)
        : this(key, key.CreateRsa(), clock)
    {
    }

    // The base class wants a key of its own kind, though it never signs with it.
    private NativeDkimSigner(DkimKey key, RSA rsa, TimeProvider clock)
        : base(DotNetUtilities.GetRsaKeyPair(rsa).Private, key.Domain, key.Selector, DkimSignatureAlgorithm.RsaSha256)
    {
        _rsa = rsa;
        _clock = clock;
        HeaderCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed;
        BodyCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed;
    }

    /// <inheritdoc />
    public void Dispose() => _rsa.Dispose();

    /// <inheritdoc />
    protected override ISigner CreateSigningContext() => new RsaSha256(_rsa);

    /// <inheritdoc />
    protected override long GetTimestamp() => _clock.GetUtcNow().ToUnixTimeSeconds();

    private sealed class RsaSha256(RSA rsa) : ISigner
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public string AlgorithmName => "SHA-256withRSA";

        public void BlockUpdate(byte[] input, int inOff, int inLen) => _hash.AppendData(input, inOff, inLen);

        public void BlockUpdate(ReadOnlySpan<byte> input) => _hash.AppendData(input);

        public void Update(byte input) => _hash.AppendData([input]);

        public byte[] GenerateSignature()
        {
            using (_hash)
                return rsa.SignHash(_hash.GetHashAndReset(), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }

        public int GetMaxSignatureSize() => rsa.KeySize / 8;

        public void Reset() => _hash.GetHashAndReset();

        public void Init(bool forSigning, ICipherParameters parameters) => throw new NotSupportedException("The key is given when it is made.");

        public bool VerifySignature(byte[] signature) => throw new NotSupportedException("It signs only.");
    }
}
