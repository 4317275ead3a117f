using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace DigiOne.Outreach.Identity;

/// <summary>A secret that is shown once and kept as its SHA-256: 256 random bits need no salt and no slow hash.</summary>
internal static class Secret
{
    private const int Bytes = 32;

    /// <summary>A new secret: the prefix, then 43 characters of base64url.</summary>
    internal static string Create(string prefix = "") => prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>What the database keeps.</summary>
    internal static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
