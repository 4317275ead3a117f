using System.Buffers.Binary;
using DigiOne.Outreach.Configuration;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Audience;

/// <summary>Whom a person's own link is about.</summary>
/// <param name="Contact">Whose it is.</param>
/// <param name="Mailing">The mailing that carried it; null where there was none.</param>
public readonly record struct ContactTarget(ContactId Contact, Guid? Mailing);

/// <summary>
/// Makes and reads the links by which people confirm what they asked for, and look after what they get. They hold no
/// address, cannot be guessed, and one made for one purpose opens nothing else.
/// </summary>
internal sealed class ContactLinks(LinkKeys keys, IOptions<OrganisationOptions> organisation)
{
    private const int ContentLength = sizeof(long) + 16;

    private readonly Lazy<string> _confirm = new(() => new Uri(organisation.Value.PublicBaseUrl, "/c/").AbsoluteUri);
    private readonly Lazy<string> _preferences = new(() => new Uri(organisation.Value.PublicBaseUrl, "/p/").AbsoluteUri);

    /// <summary>The link of a purpose for one recipient of one mailing; the empty mailing stands for none.</summary>
    internal string AddressFor(LinkPurpose purpose, ContactId contact, Guid mailing)
    {
        Span<byte> content = stackalloc byte[ContentLength];
        BinaryPrimitives.WriteInt64BigEndian(content, contact.Value);
        mailing.TryWriteBytes(content[8..], bigEndian: true, out _);
        return (purpose == LinkPurpose.Confirm ? _confirm : _preferences).Value + keys.Seal(purpose, content);
    }

    /// <summary>Reads the last part of such a link.</summary>
    internal bool TryRead(LinkPurpose purpose, string token, out ContactTarget target)
    {
        Span<byte> content = stackalloc byte[ContentLength];
        if (!keys.TryOpen(token, purpose, content))
        {
            target = default;
            return false;
        }

        var mailing = new Guid(content[8..], bigEndian: true);
        target = new ContactTarget(new ContactId(BinaryPrimitives.ReadInt64BigEndian(content)), mailing == Guid.Empty ? null : mailing);
        return true;
    }
}
