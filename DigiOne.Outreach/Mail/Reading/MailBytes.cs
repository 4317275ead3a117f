namespace DigiOne.Outreach.Mail.Reading;

/// <summary>A mail's bytes with bare line feeds, whatever ended its lines before; at most <see cref="MostRead"/> of them.</summary>
internal static class MailBytes
{
    /// <summary>What is read of a mail. Reports stand at its beginning; what follows is the attachments of the message that came back.</summary>
    internal const int MostRead = 8 * 1024 * 1024;

    private static ReadOnlySpan<byte> Utf8Mark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads what counts of a stream.</summary>
    internal static ReadOnlyMemory<byte> Read(Stream stream)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (bytes.Length < MostRead && stream.Read(buffer) is > 0 and var read)
            bytes.Write(buffer, 0, read);
        return Normalise(bytes.GetBuffer().AsSpan(0, (int)Math.Min(bytes.Length, MostRead)));
    }

    /// <summary>Makes line ends bare, blanks of NULs, and drops what mailbox files put before the first header.</summary>
    internal static ReadOnlyMemory<byte> Normalise(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(Utf8Mark))
            bytes = bytes[Utf8Mark.Length..];

        // A file of old Macs, or one that went through them; elsewhere a lone CR is damage inside a line.
        var endsInCr = bytes.Count((byte)'\n') * 4 < bytes.Count((byte)'\r');
        var plain = new byte[bytes.Length];
        var length = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            var octet = bytes[i];
            if (octet == '\r')
            {
                if (i + 1 < bytes.Length && bytes[i + 1] is (byte)'\n' or (byte)'\r' && !endsInCr)
                    continue;
                if (endsInCr && i + 1 < bytes.Length && bytes[i + 1] == '\n')
                    continue;
                octet = endsInCr ? (byte)'\n' : (byte)' ';
            }
            else if (octet == 0)
            {
                octet = (byte)' ';
            }

            plain[length++] = octet;
        }

        return plain.AsMemory(Start(plain.AsSpan(0, length))..length);
    }

    private static int Start(ReadOnlySpan<byte> plain)
    {
        var start = 0;
        while (start < plain.Length && plain[start] is (byte)'\n' or (byte)' ' or (byte)'\t')
            start++;
        // The separator line of an mbox file.
        if (plain[start..].StartsWith("From "u8) || plain[start..].StartsWith(">From "u8))
        {
            var end = plain[start..].IndexOf((byte)'\n');
            start = end < 0 ? plain.Length : start + end + 1;
        }

        return start;
    }
}
