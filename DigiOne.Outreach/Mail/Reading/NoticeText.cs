namespace DigiOne.Outreach.Mail.Reading;

/// <summary>The text that a mail has for people, parted from the message that came back in the same text.</summary>
/// <param name="Text">The notice.</param>
/// <param name="Rest">What came back, where it stands below the notice.</param>
internal sealed record NoticeText(string Text, string Rest)
{
    private const int LongestNotice = 64 * 1024;
    private const int LongestMark = 160;

    private static readonly string[] HeaderNames =
        ["Received", "Return-Path", "Message-Id", "From", "To", "Subject", "Date", "Mime-Version", "Content-Type", "X-Mailer", "Reply-To", "Sender", "Delivered-To"];

    /// <summary>Of a mail: its text parts up to the first message or report in it.</summary>
    internal static NoticeText Of(OpenedMail mail)
    {
        var texts = new List<string>();
        string? markup = null;
        foreach (var part in mail.Leaves)
        {
            if (part.IsMessage)
                break;
            if (part.MediaType == "text/html")
                markup ??= PartText.Of(part);
            else if (part.MediaType.StartsWith("text/", StringComparison.Ordinal))
                texts.Add(PartText.Of(part));
        }

        var text = string.Join('\n', texts);
        return Part(string.IsNullOrWhiteSpace(text) ? markup ?? "" : text);
    }

    /// <summary>Finds where the message that came back begins.</summary>
    internal static NoticeText Part(string text)
    {
        if (text.Length > LongestNotice)
            text = text[..LongestNotice];
        var lines = new TextLines(text);
        var hasSaid = false;
        foreach (var (start, end) in lines)
        {
            var line = text.AsSpan(start, end - start).Trim();
            if (line.IsEmpty)
                continue;
            if (hasSaid && (IsMark(line) || IsHeaderBlock(text, start)))
                return new NoticeText(text[..start], text[start..]);
            hasSaid = true;
        }

        return new NoticeText(text, "");
    }

    private static bool IsMark(ReadOnlySpan<char> line) =>
        line.Length < LongestMark && MailSigns.Originals.AnyIn(PlainWords.Of(line.ToString()));

    // Three fields of a message in a row, one of them such as only messages have.
    private static bool IsHeaderBlock(string text, int start)
    {
        var fields = 0;
        var isMessage = false;
        foreach (var (from, to) in new TextLines(text, start))
        {
            var line = text.AsSpan(from, to - from);
            if (line.IsEmpty || (from > start && line[0] is ' ' or '\t' && !line.TrimStart().IsEmpty && fields > 0))
            {
                if (line.IsEmpty || line.Trim().IsEmpty)
                    break;
                continue;
            }

            if (NameOf(line.TrimStart("> ")) is not { } name)
                break;
            isMessage |= name is "Received" or "Message-Id" or "Return-Path" or "Mime-Version";
            if (++fields >= 3 && isMessage)
                return true;
            if (fields > 20)
                break;
        }

        return false;
    }

    private static string? NameOf(ReadOnlySpan<char> line)
    {
        var colon = line[..Math.Min(line.Length, 60)].IndexOf(':');
        if (colon <= 1 || line[..colon].ContainsAny(" \t@<>"))
            return null;
        foreach (var name in HeaderNames)
            if (line[..colon].Equals(name, StringComparison.OrdinalIgnoreCase))
                return name;
        return line[..colon].StartsWith("X-", StringComparison.OrdinalIgnoreCase) || line[..colon].Contains('-') ? "" : null;
    }
}
