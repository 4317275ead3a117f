using System.Text;
using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Mail;

/// <summary>Writes messages into the capture folder, signed and encoded as they would leave.</summary>
internal sealed class CaptureConnection(CaptureFolder folder) : IMailConnection
{
    /// <inheritdoc />
    public Task<HandOver.Deferred?> OpenAsync(CancellationToken cancellationToken) => Task.FromResult<HandOver.Deferred?>(null);

    /// <inheritdoc />
    public async Task<HandOver> HandOverAsync(WireMessage message, WireMessage? following, CancellationToken giveUp)
    {
        var path = folder.NewPathFor(message.MessageId);
        try
        {
            PrivateFolder.Create(Path.GetDirectoryName(path)!);
            // A reader sees a whole file or none.
            var unfinished = $"{path}.tmp";
            await WriteAsync(unfinished, message);
            File.Move(unfinished, path, overwrite: false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new HandOver.Deferred(SmtpReply.Silent(MailExplanations.FolderUnwritable.Of(failure.Message)), DeferralScope.Relay);
        }

        return new HandOver.Accepted(new SmtpReply(250, "2.0.0", MailExplanations.Captured.Of(Path.GetFileNameWithoutExtension(path))));
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task WriteAsync(string path, WireMessage message)
    {
        await using var file = File.Create(path);
        await file.WriteAsync(Encoding.UTF8.GetBytes(
            $"{CapturedMail.EnvelopeFromHeader}: {HeaderText.Clean(message.Envelope.From)}\r\n{CapturedMail.EnvelopeToHeader}: {HeaderText.Clean(message.Envelope.To)}\r\n"),
            CancellationToken.None);
        await file.WriteAsync(message.Content, CancellationToken.None);
    }
}
