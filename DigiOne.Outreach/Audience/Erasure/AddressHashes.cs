using System.Security.Cryptography;
using System.Text;
using DigiOne.Outreach.Storage;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Audience;

/// <summary>
/// Keyed hashes of addresses (HMAC-SHA-256, RFC 2104). Addresses are few enough to be guessed one by one: without the key,
/// which stands outside the database in the data folder, a hash tells nothing.
/// </summary>
internal sealed class AddressHashes(IOptions<StorageOptions> storage, TimeProvider time)
{
    /// <summary>The length of a hash in hexadecimal.</summary>
    internal const int Length = HMACSHA256.HashSizeInBytes * 2;

    private readonly SecretRing _ring = SecretRing.In(storage.Value, "erasure-keys.json", time);

    /// <summary>The hash under which an address is kept from now on.</summary>
    internal string Of(string normalAddress) => Hash(_ring.Newest, normalAddress);

    /// <summary>The hashes under which each of these addresses may be kept, one for every key that there has been.</summary>
    internal IEnumerable<(string Address, string Hash)> AllOf(IEnumerable<string> normalAddresses)
    {
        var keys = _ring.All();
        return normalAddresses.SelectMany(address => keys.Select(key => (address, Hash(key, address))));
    }

    /// <inheritdoc cref="SecretRing.RotateAsync"/>
    internal Task RotateAsync(CancellationToken cancellationToken) => _ring.RotateAsync(cancellationToken);

    private static string Hash(SecretKey key, string normalAddress) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key.Secret, Encoding.UTF8.GetBytes(normalAddress)));
}
