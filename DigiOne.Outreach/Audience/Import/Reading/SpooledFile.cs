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

    /// <exception cref="FileRefusedException">The bytes are no text.</exception>
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

    /// <summary>How many bytes have been read of how many.</summary>
    internal (long Done, long Of) Progress => (_file.Position, _file.Length);

    /// <summary>The encoding that was found or said, by the name that people know.</summary>
    internal string EncodingName => _encoding.WebName;

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();

    /// <summary>A file that only this process's user may read, and that goes when it is closed.</summary>
    internal static FileStream Create(string folder)
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
        var marked = FileSignature.EncodingOf(buffer.AsSpan(0, read), options.Encoding);
        var survey = new TextSurvey();
        var looks = marked is null or { IsSingleByte: true } or UTF8Encoding;
        for (; read > 0; read = await input.ReadAsync(buffer, cancellationToken))
        {
            if (file.Length + read > options.MaxBytes)
                throw new FileRefusedException(new FileFault(FileFaultKind.TooLarge, $"The file has more than {options.MaxBytes} bytes."));
            if (looks)
                survey.Add(buffer.AsSpan(0, read));
            await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        return marked ?? survey.Conclude();
    }
}
