using System.Globalization;
using System.Text;

namespace DigiOne.Outreach.Audience;

/// <summary>
/// The form in which two addresses of one mailbox are equal: Unicode NFC, case-folded as a whole, the domain in its
/// ASCII form (RFC 5891). Mail goes to the address as typed; only comparison uses this.
/// </summary>
public static class AddressNormalForm
{
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <summary>The normal form of a valid address.</summary>
    /// <exception cref="ArgumentException">The address has no <c>@</c>, or its domain has no ASCII form.</exception>
    public static string Of(string address)
    {
        var at = address.LastIndexOf('@');
        if (at < 1)
            throw new ArgumentException("An address has an @ between mailbox and domain.", nameof(address));

        var mailbox = address[..at].Normalize(NormalizationForm.FormC).ToLowerInvariant();
        return $"{mailbox}@{Idn.GetAscii(address[(at + 1)..].Normalize(NormalizationForm.FormC).ToLowerInvariant())}";
    }
}
