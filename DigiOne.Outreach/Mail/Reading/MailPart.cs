using System.Text;
using MimeKit;

namespace DigiOne.Outreach.Mail.Reading;

/// <summary>A part of a mail, or the whole of it. Taken apart within bounds: so many parts, so deep, the rest stays text.</summary>
internal sealed class MailPart
{
    private const int Deepest = 24;
    private const int MostParts = 400;

    private MailPart(ReadOnlyMemory<byte> source)
    {
        Headers = MailHeaders.Read(source, out var end);
        HeadersEnd = end;
        Content = source[end..];
        Type = TypeOf(Headers["Content-Type"]);
    }

    /// <summary>The part's own fields.</summary>
    internal MailHeaders Headers { get; }

    /// <summary>How many bytes the fields take.</summary>
    internal int HeadersEnd { get; }

    /// <summary>Whether there are more parts, or deeper ones, than were taken apart.</summary>
    internal bool IsCut { get; private set; }

    /// <summary>What follows the fields, still encoded.</summary>
    internal ReadOnlyMemory<byte> Content { get; }

    /// <summary>The declared type with its parameters; null where none is declared or it cannot be read.</summary>
    internal ContentType? Type { get; }

    /// <summary>Type and subtype, in small letters.</summary>
    internal string MediaType { get; private set; } = "text/plain";

    /// <summary>A multipart's parts; of a message inside the mail, that one.</summary>
    internal IReadOnlyList<MailPart> Parts { get; private set; } = [];

    /// <summary>Whether it holds a message, or its fields, instead of being text.</summary>
    internal bool IsMessage => MediaType is "message/rfc822" or "message/global" or "message/news" or "message/partial"
        || IsFields;

    /// <summary>Whether it holds only the fields of a message.</summary>
    internal bool IsFields => MediaType is "text/rfc822-headers" or "message/rfc822-headers" or "message/global-headers" or "text/rfc822-header";

    /// <summary>Whether it holds parts side by side.</summary>
    internal bool IsMultipart => MediaType.StartsWith("multipart/", StringComparison.Ordinal);

    /// <summary>Takes a mail apart.</summary>
    internal static MailPart Parse(ReadOnlyMemory<byte> mail)
    {
        var left = MostParts;
        var isCut = false;
        var part = Parse(mail, "text/plain", 0, ref left, ref isCut);
        part.IsCut = isCut;
        return part;
    }

    /// <summary>The parts that hold something, in their order; those inside other messages are not among them.</summary>
    internal IEnumerable<MailPart> Leaves => IsMultipart ? Parts.SelectMany(part => part.Leaves) : [this];

    private static MailPart Parse(ReadOnlyMemory<byte> source, string usual, int depth, ref int left, ref bool isCut)
    {
        var part = new MailPart(source);
        part.MediaType = part.Type is { } type ? $"{type.MediaType}/{type.MediaSubtype}".ToLowerInvariant() : usual;
        if (depth >= Deepest || left <= 0)
        {
            if (part.IsMultipart || part.IsMessage)
                (part.MediaType, isCut) = ("application/octet-stream", true);
            return part;
        }

        if (part.IsMultipart || (depth == 0 && part.Type is null && HasParts(part.Content.Span)))
            part.Divide(depth, ref left, ref isCut);
        else if (part.IsMessage)
            part.Parts = [Parse(PartBytes.Decode(part), "text/plain", depth + 1, ref left, ref isCut)];
        return part;
    }

    private static bool HasParts(ReadOnlySpan<byte> content) => content.IndexOf("\nContent-Type: message/"u8) >= 0;

    private void Divide(int depth, ref int left, ref bool isCut)
    {
        var usual = MediaType == "multipart/digest" ? "message/rfc822" : "text/plain";
        // One more than may be taken tells that there are more.
        var slices = PartBounds.Divide(Content, Type?.Boundary, left + 1);
        if (slices.Count == 0)
        {
            MediaType = "text/plain";
            return;
        }

        if (!IsMultipart)
            MediaType = "multipart/mixed";
        var parts = new List<MailPart>();
        foreach (var slice in slices)
        {
            if (left-- <= 0)
            {
                isCut = true;
                break;
            }

            parts.Add(Parse(slice, usual, depth + 1, ref left, ref isCut));
        }

        Parts = parts;
    }

    private static ContentType? TypeOf(string? header)
    {
        if (string.IsNullOrEmpty(header))
            return null;
        try
        {
            return ContentType.TryParse(Encoding.UTF8.GetBytes(header), out var type) ? type : null;
        }
        // The parser of parameters is not ours, and a mail may hold anything.
        catch (Exception broken) when (broken is ArgumentException or FormatException or IndexOutOfRangeException or NotSupportedException)
        {
            return null;
        }
    }
}
