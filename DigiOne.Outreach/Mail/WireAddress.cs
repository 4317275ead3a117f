using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Mail;

/// <summary>
/// The form of an address on the wire. An international domain goes as its ASCII form (RFC 5891), which every server takes;
/// only a mailbox outside ASCII stays as typed, and needs SMTPUTF8 (RFC 6531).
/// </summary>
internal static class WireAddress
{
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    // Most of a list's people are at a few domains, and IDNA takes longer than all else that is asked of an address.
    private static readonly Remembered<string?> AsciiDomains = new(AsciiDomain);

    /// <summary>Whether mail with this address in envelope or header needs a server that offers SMTPUTF8.</summary>
    internal static bool NeedsSmtpUtf8(string address) => !Ascii.IsValid(address.AsSpan(0, Math.Max(address.LastIndexOf('@'), 0)));

    /// <summary>The address to write into envelope and header.</summary>
    internal static string Of(string address)
    {
        var at = address.LastIndexOf('@');
        return Ascii.IsValid(address) || !TryGetAsciiDomain(address[(at + 1)..], out var domain)
            ? address
            : $"{address.AsSpan(0, at)}@{domain}";
    }

    /// <summary>The domain's ASCII form; false for what is no domain name.</summary>
    internal static bool TryGetAsciiDomain(string domain, [NotNullWhen(true)] out string? ascii)
    {
        ascii = AsciiDomains.Of(domain);
        return ascii is not null;
    }

    private static string? AsciiDomain(string domain)
    {
        try
        {
            var form = Idn.GetAscii(domain.Normalize(NormalizationForm.FormC).ToLowerInvariant());
            // A made-up xn-- label passes the way there, but has no way back.
            if (form.Contains("xn--", StringComparison.Ordinal))
                Idn.GetUnicode(form);

            return form.EndsWith('.') ? null : form;
        }
        catch (ArgumentException)
        {
            // No Try form exists: this is how IdnMapping says no.
            return null;
        }
    }
}
