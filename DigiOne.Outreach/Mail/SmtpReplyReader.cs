namespace DigiOne.Outreach.Mail;

/// <summary>Finds replies in what a server sent (RFC 5321 4.2.1).</summary>
internal static class SmtpReplyReader
{
    private const int CodeLength = 3;

    /// <summary>Finds the reply that these bytes begin with.</summary>
    /// <param name="received">What came, from the beginning of a reply.</param>
    /// <param name="code">Its three digits.</param>
    /// <param name="length">How many bytes it takes, all its lines with their ends.</param>
    /// <returns>False where its last line has not come yet.</returns>
    /// <exception cref="SmtpNonsenseException">This is no reply.</exception>
    internal static bool TryRead(ReadOnlySpan<byte> received, out int code, out int length)
    {
        (code, length) = (0, 0);
        while (true)
        {
            var end = received[length..].IndexOf((byte)'\n');
            if (end < 0)
                return false;

            var line = received.Slice(length, end).TrimEnd((byte)'\r');
            var said = CodeOf(line);
            if (code != 0 && said != code)
                throw new SmtpNonsenseException($"The relay began a reply with {code} and went on with {said}");

            code = said;
            length += end + 1;
            if (line.Length == CodeLength || line[CodeLength] != '-')
                return true;
        }
    }

    private static int CodeOf(ReadOnlySpan<byte> line)
    {
        if (line.Length < CodeLength || line[0] is < (byte)'2' or > (byte)'5' || !char.IsAsciiDigit((char)line[1]) || !char.IsAsciiDigit((char)line[2])
            || (line.Length > CodeLength && line[CodeLength] is not ((byte)' ' or (byte)'-')))
            throw new SmtpNonsenseException("The relay sent something that is no SMTP reply");

        return ((line[0] - '0') * 100) + ((line[1] - '0') * 10) + (line[2] - '0');
    }
}
