namespace DigiOne.Outreach.Mail;

/// <summary>The form in which a message is hashed: what servers on the way may change is levelled out (RFC 6376 3.4.2, 3.4.4).</summary>
internal static class RelaxedForm
{
    /// <summary>A header field: name in lower case, one line, runs of blanks as one, none around the colon or at the end.</summary>
    /// <param name="field">The field as written.</param>
    /// <param name="output">Takes it, without CRLF after it.</param>
    internal static void Header(ReadOnlySpan<byte> field, MessageBuffer output)
    {
        var colon = field.IndexOf((byte)':');
        var into = output.Free(field.Length);
        var at = 0;
        foreach (var octet in field[..colon].TrimEnd(" \t"u8))
            into[at++] = octet is >= (byte)'A' and <= (byte)'Z' ? (byte)(octet | 0x20) : octet;
        into[at++] = (byte)':';
        var (start, blank) = (at, false);
        foreach (var octet in field[(colon + 1)..])
        {
            if (octet is (byte)' ' or (byte)'\t')
            {
                blank = true;
            }
            else if (octet is not ((byte)'\r' or (byte)'\n'))
            {
                if (blank && at > start) into[at++] = (byte)' ';
                blank = false;
                into[at++] = octet;
            }
        }

        output.Advance(at);
    }

    /// <summary>A body: no blanks at the ends of lines, runs of them as one, no empty lines at its end.</summary>
    /// <param name="body">The body as written, in lines that end with CRLF.</param>
    /// <param name="output">Takes it.</param>
    internal static void Body(ReadOnlySpan<byte> body, MessageBuffer output)
    {
        // Lines that become empty wait until one follows that is not
        var empty = 0;
        while (body.Length > 0)
        {
            var length = body.IndexOf("\r\n"u8);
            var line = (length < 0 ? body : body[..length]).TrimEnd(" \t"u8);
            body = length < 0 ? [] : body[(length + 2)..];
            if (line.Length == 0)
            {
                empty++;
                continue;
            }

            for (; empty > 0; empty--) output.Write("\r\n"u8);
            Line(line, output);
            output.Write("\r\n"u8);
        }
    }

    private static void Line(ReadOnlySpan<byte> line, MessageBuffer output)
    {
        if (!line.Contains((byte)'\t') && line.IndexOf("  "u8) < 0)
        {
            output.Write(line);
            return;
        }

        var into = output.Free(line.Length);
        var (at, blank) = (0, false);
        foreach (var octet in line)
        {
            if (octet is (byte)' ' or (byte)'\t')
            {
                if (!blank) into[at++] = (byte)' ';
                blank = true;
            }
            else
            {
                into[at++] = octet;
                blank = false;
            }
        }

        output.Advance(at);
    }
}
