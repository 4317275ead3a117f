using System.Net;
using System.Security.Cryptography;
using System.Text;
using DigiOne.Outreach.Audience;

namespace DigiOne.Outreach.Subscriptions;

/// <summary>That somebody came by a link of theirs, which is the authority for what they do, and the proof of it.</summary>
/// <param name="Target">Whose link.</param>
/// <param name="Token">The link's token.</param>
/// <param name="From">Where it came from; null where that is unknown.</param>
internal sealed record LinkUse(ContactTarget Target, string Token, IPAddress? From)
{
    /// <summary>The proof: the token's hash and the network, no address and no secret.</summary>
    internal ConsentEvidence Evidence => new()
    {
        Token = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Token))),
        Network = From is null ? null : ShortenedAddress.Of(From),
        Mailing = Target.Mailing,
    };
}
