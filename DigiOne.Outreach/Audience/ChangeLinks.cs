using DigiOne.Outreach.Configuration;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Audience;

/// <summary>Makes and reads the links by which a new mailbox says that it belongs to somebody. They hold neither address nor contact.</summary>
internal sealed class ChangeLinks(LinkKeys keys, IOptions<OrganisationOptions> organisation)
{
    private const int ContentLength = 16;

    /// <summary>The link of one change.</summary>
    internal string AddressFor(Guid change) =>
        new Uri(organisation.Value.PublicBaseUrl, "/a/").AbsoluteUri + keys.Seal(LinkPurpose.NewAddress, change.ToByteArray(bigEndian: true));

    /// <summary>Reads the last part of such a link.</summary>
    internal bool TryRead(string token, out Guid change)
    {
        Span<byte> content = stackalloc byte[ContentLength];
        var isOurs = keys.TryOpen(token, LinkPurpose.NewAddress, content);
        change = isOurs ? new Guid(content, bigEndian: true) : default;
        return isOurs;
    }
}
