namespace DigiOne.Outreach.Mail;

/// <summary>Reads a block of header fields as bytes.</summary>
internal static class HeaderFields
{
    /// <summary>The length of the first field, with its folded lines and its last CRLF.</summary>
    internal static int LengthOfFirst(ReadOnlySpan<byte> block)
    {
        var length = 0;
        while (true)
        {
            var line = block[length..].IndexOf("\r\n"u8);
            if (line < 0) return block.Length;
            length += line + 2;
            if (length >= block.Length || block[length] is not ((byte)' ' or (byte)'\t')) return length;
        }
    }
}
