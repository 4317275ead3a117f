using System.Globalization;
using System.Text;
using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Audience;

/// <summary>
/// The form in which two addresses of one mailbox are equal: Unicode NFC, case-folded as a whole, the domain in its
/// ASCII form (RFC 5891). Mail goes to the address as typed; only comparison uses this.
/// </summary>
public static class AddressNormalForm
{
    /// <summary>An upper bound of its length: NFC may lengthen a mailbox of 64 octets, and the domain's ASCII form has 253.</summary>
    public const int MaxLength = 400;

    // Domains with an underscore exist and receive mail.
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = false };
    private static readonly Remembered<string> Domains = new(NormalDomain);

    /// <summary>The normal form of a valid address; taking it twice changes nothing.</summary>
    /// <exception cref="ArgumentException">The address has no <c>@</c> between a mailbox and a domain.</exception>
    public static string Of(string address)
    {
        var at = address.LastIndexOf('@');
        if (at < 1 || at == address.Length - 1)
            throw new ArgumentException("An address has an @ between mailbox and domain.", nameof(address));

        return $"{Fold(address[..at])}@{Domain(address[(at + 1)..])}";
    }

    /// <summary>The domain of a valid address in its normal form.</summary>
    public static string DomainOf(string address) => Domain(address[(address.LastIndexOf('@') + 1)..]);

    // Upper-case first, so that letters with two small forms (Greek sigma, long s) come together.
    private static string Fold(string text) => Ascii.IsValid(text)
        ? text.ToLowerInvariant()
        : text.Normalize(NormalizationForm.FormC).ToUpperInvariant().ToLowerInvariant().Normalize(NormalizationForm.FormC);

    private static string Domain(string domain) => Domains.Of(domain);

    private static string NormalDomain(string domain)
    {
        var lower = domain.Normalize(NormalizationForm.FormC).ToLowerInvariant().Normalize(NormalizationForm.FormC);
        try
        {
            return Idn.GetAscii(lower).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            // A literal ([192.0.2.1]) or a label that IDNA does not know: such a domain equals only itself.
            return lower;
        }
    }
}
