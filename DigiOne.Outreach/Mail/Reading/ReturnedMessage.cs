using System.Text;

namespace DigiOne.Outreach.Mail.Reading;

/// <summary>The message that came back, or what of it did.</summary>
/// <param name="To">Whom it was written to: header To and Cc.</param>
/// <param name="From">Who wrote it: header From, Sender and envelope sender.</param>
/// <param name="MessageId">Its id, without brackets.</param>
/// <param name="Headers">All its fields; null where none came back.</param>
internal sealed record ReturnedMessage(IReadOnlyList<string> To, IReadOnlyList<string> From, string? MessageId, MailHeaders? Headers)
{
    private static readonly ReturnedMessage None = new([], [], null, null);

    /// <summary>Of a mail: the first message inside it, or what stands below its notice.</summary>
    internal static ReturnedMessage Of(OpenedMail mail)
    {
        foreach (var part in mail.Leaves)
        {
            if (part is { IsMessage: true, Parts: [var inner] } && inner.Headers.Count > 0)
                return Of(inner.Headers);
        }

        // Some systems attach the headers as a text of their own; most free-text ones write them below their notice.
        if (mail.Leaves.Count > 1)
            foreach (var part in mail.Leaves.Skip(1).Where(part => part.MediaType.StartsWith("text/", StringComparison.Ordinal) && part.MediaType != "text/html"))
                if (InText(PartText.Of(part)) is { } attached)
                    return attached;
        return InText(mail.Notice.Rest) ?? None;
    }

    private static ReturnedMessage Of(MailHeaders headers)
    {
        // The addresses in it are those that it was sent with; what other systems added on its way is not.
        var to = headers.All("To").Concat(headers.All("Cc")).Concat(headers.All("X-HmXmrOriginalRecipient"))
            .SelectMany(value => AddressScan.Find(value, needsDot: false)).Select(found => found.Address).Distinct(StringComparer.OrdinalIgnoreCase);
        var from = new[] { headers["From"], headers["Sender"], headers["Return-Path"], headers["Reply-To"] }
            .Select(value => AddressScan.First(value, needsDot: false)).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase);
        return new ReturnedMessage([.. to], [.. from], MessageIds.First(headers["Message-ID"]), headers);
    }

    private static ReturnedMessage? InText(string text)
    {
        foreach (var (start, end) in new TextLines(text))
        {
            var line = text.AsSpan(start, end - start);
            if (!IsField(line))
                continue;

            var rest = text[start..Math.Min(text.Length, start + 16 * 1024)];
            // Indented or quoted as a whole.
            if (line.Length > 0 && line[0] is '>' or ' ' or '\t')
                rest = string.Join('\n', rest.Split('\n').Select(each => each.TrimStart('>', ' ', '\t') is var bare && bare.Contains(": ", StringComparison.Ordinal) && !bare.StartsWith('(') ? bare : " " + bare));
            var headers = MailHeaders.Read(Encoding.UTF8.GetBytes(rest), out _);
            if (headers.Count >= 3 && (headers.Has("Subject") || headers.Has("Message-ID") || headers.Has("Received")) && (headers.Has("To") || headers.Has("From")))
                return Of(headers);
        }

        return null;
    }

    private static bool IsField(ReadOnlySpan<char> line)
    {
        var name = line[..Math.Max(0, line[..Math.Min(line.Length, 60)].IndexOf(':'))].TrimStart("> \t");
        return name.Length > 1 && name.IndexOfAny(' ', '@', '<') < 0;
    }
}
