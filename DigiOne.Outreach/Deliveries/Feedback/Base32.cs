namespace DigiOne.Outreach.Deliveries;

/// <summary>Base32 in small letters without padding (RFC 4648 section 6): it survives systems that fold an address's case.</summary>
internal static class Base32
{
    private const int Bits = 5;
    private const string Letters = "abcdefghijklmnopqrstuvwxyz234567";

    /// <summary>How many letters so many bytes make.</summary>
    internal static int LengthOf(int bytes) => ((bytes * 8) + Bits - 1) / Bits;

    /// <summary>Writes bytes, whose number is a multiple of five.</summary>
    internal static void Write(ReadOnlySpan<byte> bytes, Span<char> text)
    {
        for (int from = 0, to = 0; from < bytes.Length; from += Bits)
        {
            var five = (ulong)bytes[from] << 32 | (ulong)bytes[from + 1] << 24 | (ulong)bytes[from + 2] << 16 | (ulong)bytes[from + 3] << 8 | bytes[from + 4];
            for (var shift = 35; shift >= 0; shift -= Bits)
                text[to++] = Letters[(int)(five >> shift) & 31];
        }
    }

    /// <summary>Reads them back, in any case of letters; false where another sign stands among them.</summary>
    internal static bool TryRead(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        for (int from = 0, to = 0; to < bytes.Length; to += Bits)
        {
            ulong five = 0;
            for (var i = 0; i < 8; i++)
            {
                var value = Letters.IndexOf(char.ToLowerInvariant(text[from++]), StringComparison.Ordinal);
                if (value < 0)
                    return false;
                five = five << Bits | (uint)value;
            }

            for (var shift = 32; shift >= 0; shift -= 8)
                bytes[to + (32 - shift) / 8] = (byte)(five >> shift);
        }

        return true;
    }
}
