using System.Text;
using DigiOne.Outreach.Storage;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Audience.Import;

/// <summary>
/// A copy of what came in, checked byte by byte on its way to the disk, so that it can be read twice and nobody changes
/// it in between. It goes when it is closed.
/// </summary>
internal sealed class SpooledFile : IDisposable
{
    private const int ChunkSize = 64 * 1024;
    private readonly FileStream _file;
    private readonly Encoding _encoding;

    private SpooledFile(FileStream file, Encoding encoding) => (_file, _encoding) = (file, encoding);

    /// <exception cref="FileRefusedException">The bytes are no text in the encoding that was said.</exception>
    internal static async Task<SpooledFile> OfAsync(Stream input, ImportOptions options, IOptions<StorageOptions> storage, CancellationToken cancellationToken)
    {
        var file = Create(storage.Value.DataFolder);
        try
        {
            var encoding = await CopyAsync(input, file, options, cancellationToken);
            return new SpooledFile(file, encoding);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>The text from its beginning; what was read before is no longer valid.</summary>
    internal TextReader Rewind()
    {
        _file.Position = 0;
        return new StreamReader(_file, _encoding, detectEncodingFromByteOrderMarks: true, ChunkSize, leaveOpen: true);
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();

    private static FileStream Create(string folder)
    {
        PrivateFolder.Create(folder);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            Options = FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(Path.Combine(folder, $"import-{Path.GetRandomFileName()}"), options);
    }

    private static async Task<Encoding> CopyAsync(Stream input, FileStream file, ImportOptions options, CancellationToken cancellationToken)
    {
        var buffer = new byte[ChunkSize];
        var read = await input.ReadAtLeastAsync(buffer, 8, throwOnEndOfStream: false, cancellationToken);
        var encoding = FileSignature.EncodingOf(buffer.AsSpan(0, read), options.Encoding);
        var check = encoding is UTF8Encoding or { IsSingleByte: true } ? new Utf8Check(encoding.IsSingleByte) : null;
        for (; read > 0; read = await input.ReadAsync(buffer, cancellationToken))
        {
            if (file.Length + read > options.MaxBytes)
                throw new FileRefusedException(new FileFault(FileFaultKind.TooLarge, $"The file has more than {options.MaxBytes} bytes."));
            check?.Add(buffer.AsSpan(0, read));
            await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        check?.End();
        return encoding;
    }
}
