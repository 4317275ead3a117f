using System.Text;
using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Mail;

/// <summary>Writes messages into the capture folder, signed and encoded as they would leave.</summary>
internal sealed class CaptureConnection(CaptureFolder folder, TimeProvider clock) : IMailConnection
{
    private readonly DkimPen _pen = new(clock);

    /// <inheritdoc />
    public Task<HandOver.Deferred?> OpenAsync(CancellationToken cancellationToken) => Task.FromResult<HandOver.Deferred?>(null);

    /// <inheritdoc />
    public async Task<HandOver> HandOverAsync(OutgoingMail mail, DkimKey? key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var content = ContentOf(mail, key);
        var path = folder.NewPathFor(mail.MessageId);
        try
        {
            PrivateFolder.Create(Path.GetDirectoryName(path)!);
            // A reader sees a whole file or none.
            var unfinished = $"{path}.tmp";
            await File.WriteAllBytesAsync(unfinished, content, CancellationToken.None);
            File.Move(unfinished, path, overwrite: false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new HandOver.Deferred(SmtpReply.Silent($"The capture folder cannot be written: {failure.Message}"), DeferralScope.Relay);
        }

        return new HandOver.Accepted(new SmtpReply(250, "2.0.0", $"Captured as {Path.GetFileNameWithoutExtension(path)}"));
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _pen.Dispose();
        return ValueTask.CompletedTask;
    }

    private byte[] ContentOf(OutgoingMail mail, DkimKey? key)
    {
        using var message = MessageComposer.Compose(mail);
        _pen.Sign(message, key);

        using var content = new MemoryStream();
        content.Write(Encoding.UTF8.GetBytes(
            $"{CapturedMail.EnvelopeFromHeader}: {HeaderText.Clean(WireAddress.Of(mail.Envelope.From))}\r\n{CapturedMail.EnvelopeToHeader}: {HeaderText.Clean(WireAddress.Of(mail.Envelope.To))}\r\n"));
        message.WriteTo(MessageComposer.Format, content, CancellationToken.None);
        return content.ToArray();
    }
}
