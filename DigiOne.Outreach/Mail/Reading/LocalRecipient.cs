namespace DigiOne.Outreach.Mail.Reading;

/// <summary>The mailbox that some systems name without their own domain: a word alone on a line, after a line that ends with a colon.</summary>
internal static class LocalRecipient
{
    private const int Longest = 40;

    /// <summary>The mailbox; null where there is none.</summary>
    internal static string? In(string notice)
    {
        var isNext = false;
        foreach (var (start, end) in new TextLines(notice))
        {
            var line = notice.AsSpan(start, end - start).Trim();
            if (line.IsEmpty)
                continue;
            if (isNext && line.Length is > 2 and < Longest && IsMailbox(line))
                return line.Trim("<>").ToString();
            isNext = line[^1] == ':';
        }

        return null;
    }

    private static bool IsMailbox(ReadOnlySpan<char> line)
    {
        foreach (var letter in line)
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('.' or '_' or '-' or '<' or '>'))
                return false;
        return true;
    }
}
