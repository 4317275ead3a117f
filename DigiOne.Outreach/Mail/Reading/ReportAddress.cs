using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace DigiOne.Outreach.Mail.Reading;

/// <summary>The address that a field of a report holds after its type: <c>rfc822; a@b</c>, <c>utf-8; a@b</c>, <c>unknown; a@b</c>.</summary>
internal static partial class ReportAddress
{
    /// <summary>The address; null where the field holds none that mail could be sent to.</summary>
    internal static string? Of(string? field)
    {
        if (field is null)
            return null;
        var semicolon = field.IndexOf(';', StringComparison.Ordinal);
        var type = semicolon < 0 ? "" : field[..semicolon].Trim().ToLowerInvariant();
        var value = semicolon < 0 ? field : field[(semicolon + 1)..];
        if (type is "utf-8" or "utf8")
            value = Utf8().Replace(value, letter => Rune.TryCreate(int.Parse(letter.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture), out var rune) ? rune.ToString() : "");

        var address = AddressScan.First(value, needsDot: false);
        return address is null ? null : Encapsulated(address);
    }

    /// <summary>What stands there instead of an address: the name of a local mailbox.</summary>
    internal static string? LocalName(string? field)
    {
        if (field is null)
            return null;
        var name = field[(field.IndexOf(';', StringComparison.Ordinal) + 1)..].Trim().Trim('<', '>', '"', '|').Trim();
        return name.Length is > 0 and < 65 && name.All(letter => char.IsLetterOrDigit(letter) || letter is '.' or '-' or '_' or '+') ? name : null;
    }

    /// <summary>Exchange wraps foreign addresses (IMCEASMTP-a+40b@c); what it wraps of its own directory leads nowhere.</summary>
    internal static string? Encapsulated(string address)
    {
        if (!address.StartsWith("IMCEA", StringComparison.OrdinalIgnoreCase))
            return address;
        var dash = address.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0 || !address.AsSpan(5, dash - 5).Equals("SMTP", StringComparison.OrdinalIgnoreCase))
            return null;
        var inner = Hex().Replace(address[(dash + 1)..address.LastIndexOf('@')], code => ((char)int.Parse(code.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());
        return AddressScan.First(inner);
    }

    [GeneratedRegex(@"\\x\{([0-9A-Fa-f]{2,6})\}", RegexOptions.NonBacktracking)]
    private static partial Regex Utf8();

    [GeneratedRegex("[+_]([0-9A-Fa-f]{2})", RegexOptions.NonBacktracking)]
    private static partial Regex Hex();
}
