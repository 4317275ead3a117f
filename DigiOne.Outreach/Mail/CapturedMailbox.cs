using System.Text;
using MimeKit;

namespace DigiOne.Outreach.Mail;

/// <summary>Reads the capture folder.</summary>
public sealed class CapturedMailbox
{
    private readonly CaptureFolder _folder;

    internal CapturedMailbox(CaptureFolder folder) => _folder = folder;

    /// <summary>How many messages there are.</summary>
    public int Count() => Files().Count();

    /// <summary>One page of the list, the newest first. It goes through all names, and opens the files of the page only.</summary>
    /// <param name="skip">How many newer ones to pass over.</param>
    /// <param name="take">How many to read.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<IReadOnlyList<CapturedSummary>> ListAsync(int skip, int take, CancellationToken cancellationToken)
    {
        List<CapturedSummary> page = [];
        foreach (var name in Newest(skip + take).Skip(skip))
        {
            if (_folder.PathOfFile(name) is not { } path)
                continue;

            await using var stream = File.OpenRead(path);
            var headers = await HeaderList.LoadAsync(stream, cancellationToken);
            page.Add(new CapturedSummary(
                name, CaptureFolder.TimeOfFile(name)!.Value, headers[HeaderId.From] ?? "", headers[HeaderId.To] ?? "", headers[HeaderId.Subject] ?? ""));
        }

        return page;
    }

    /// <summary>Reads one message by the id that the list gave; null where there is none.</summary>
    public async Task<CapturedMail?> ReadAsync(string id, CancellationToken cancellationToken)
        => _folder.PathOfFile(id) is { } path ? await ReadFileAsync(path, cancellationToken) : null;

    /// <summary>Reads the newest message with a Message-ID, given without angle brackets; null where there is none.</summary>
    public async Task<CapturedMail?> FindAsync(string messageId, CancellationToken cancellationToken)
        => _folder.PathFor(messageId) is { } path ? await ReadFileAsync(path, cancellationToken) : null;

    private IEnumerable<string> Files() => Directory.Exists(_folder.Root)
        ? Directory.EnumerateFiles(_folder.Root, "*.eml", SearchOption.AllDirectories).Select(path => Path.GetFileNameWithoutExtension(path))
        : [];

    // Keeps no more names than are shown, so that a folder of any size costs no memory.
    private IEnumerable<string> Newest(int count)
    {
        var kept = new PriorityQueue<string, string>(StringComparer.Ordinal);
        foreach (var name in Files())
        {
            if (kept.Count < count)
                kept.Enqueue(name, name);
            else if (count > 0)
                kept.EnqueueDequeue(name, name);
        }

        return kept.UnorderedItems.Select(item => item.Element).OrderDescending(StringComparer.Ordinal);
    }

    private static async Task<CapturedMail> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        var source = await File.ReadAllBytesAsync(path, cancellationToken);
        using var message = await MimeMessage.LoadAsync(new MemoryStream(source), cancellationToken);
        var id = Path.GetFileNameWithoutExtension(path);
        return new CapturedMail
        {
            Id = id,
            CapturedAt = CaptureFolder.TimeOfFile(id)!.Value,
            MessageId = message.MessageId ?? "",
            Envelope = new Envelope(message.Headers[CapturedMail.EnvelopeFromHeader] ?? "", message.Headers[CapturedMail.EnvelopeToHeader] ?? ""),
            From = message.From.ToString(),
            To = message.To.ToString(),
            Subject = message.Subject ?? "",
            Headers = [.. message.Headers.Select(header => new CapturedHeader(header.Field, header.Value))],
            Html = message.HtmlBody,
            Text = message.TextBody,
            Source = Encoding.UTF8.GetString(source),
            Parts = [.. message.BodyParts.OfType<MimePart>().Where(part => part.IsAttachment || part is not TextPart { IsPlain: true } and not TextPart { IsHtml: true }).Select(PartOf)],
        };
    }

    private static CapturedPart PartOf(MimePart part)
    {
        using var content = new MemoryStream();
        part.Content?.DecodeTo(content);
        return new CapturedPart(part.FileName ?? "", part.ContentType.MimeType, content.ToArray());
    }
}
