using System.Buffers.Binary;
using DigiOne.Outreach.Configuration;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Audience;

/// <summary>Whom and what an unsubscribe link is about.</summary>
/// <param name="Contact">Who leaves.</param>
/// <param name="List">The list that the mail came by.</param>
/// <param name="Mailing">The mailing that carried the link; null where there was none.</param>
public readonly record struct UnsubscribeTarget(ContactId Contact, ListId List, Guid? Mailing);

/// <summary>
/// Makes and reads the links by which people leave. They hold no address, cannot be guessed or turned to another
/// person, and never run out: a link in an old mail still works.
/// </summary>
internal sealed class UnsubscribeLinks(LinkKeys keys, IOptions<OrganisationOptions> organisation)
{
    private const int ContentLength = sizeof(long) + 16 + 16;

    private readonly Lazy<string> _start = new(() => new Uri(organisation.Value.PublicBaseUrl, "/u/").AbsoluteUri);

    /// <summary>The link for one recipient of one mailing; the empty mailing stands for none.</summary>
    internal Uri For(ContactId contact, ListId list, Guid mailing) => new(AddressFor(contact, list, mailing));

    /// <summary>The same as text, which is all that a mail needs.</summary>
    internal string AddressFor(ContactId contact, ListId list, Guid mailing)
    {
        Span<byte> content = stackalloc byte[ContentLength];
        BinaryPrimitives.WriteInt64BigEndian(content, contact.Value);
        list.Value.TryWriteBytes(content[8..], bigEndian: true, out _);
        mailing.TryWriteBytes(content[24..], bigEndian: true, out _);
        return _start.Value + keys.Seal(LinkPurpose.Unsubscribe, content);
    }

    /// <summary>Reads the last part of such a link.</summary>
    internal bool TryRead(string token, out UnsubscribeTarget target)
    {
        Span<byte> content = stackalloc byte[ContentLength];
        if (!keys.TryOpen(token, LinkPurpose.Unsubscribe, content))
        {
            target = default;
            return false;
        }

        var mailing = new Guid(content[24..], bigEndian: true);
        target = new UnsubscribeTarget(
            new ContactId(BinaryPrimitives.ReadInt64BigEndian(content)),
            new ListId(new Guid(content[8..24], bigEndian: true)),
            mailing == Guid.Empty ? null : mailing);
        return true;
    }
}
