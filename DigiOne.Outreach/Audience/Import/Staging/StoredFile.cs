using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Audience.Import;

/// <summary>The file of an import as it lies in the database, where every node finds it; read once, from its beginning.</summary>
internal sealed class StoredFile(OutreachDb db, ImportId import) : Stream
{
    /// <summary>How many bytes a part has, but the last.</summary>
    internal const int PartSize = 256 * 1024;

    private ReadOnlyMemory<byte> _part;
    private int _number;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Keeps a file, part by part, each a short transaction.</summary>
    /// <exception cref="FileRefusedException">It is larger than allowed.</exception>
    internal static async Task<long> KeepAsync(OutreachDb db, ImportId import, Stream csv, long most, CancellationToken cancellationToken)
    {
        var (number, length) = (0, 0L);
        var buffer = new byte[PartSize];
        while (await csv.ReadAtLeastAsync(buffer, PartSize, throwOnEndOfStream: false, cancellationToken) is > 0 and var read)
        {
            length += read;
            if (length > most)
                throw new FileRefusedException(new FileFault(FileFaultKind.TooLarge, $"The file has more than {most} bytes."));
            db.Add(new ImportPart { ImportId = import, Number = ++number, Bytes = buffer[..read] });
            await db.SaveChangesAsync(cancellationToken);
            db.ChangeTracker.Clear();
        }

        return length;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_part.IsEmpty)
        {
            _number++;
            var part = await db.Set<ImportPart>().AsNoTracking().SingleOrDefaultAsync(row => row.ImportId == import && row.Number == _number, cancellationToken);
            if (part is null)
                return 0;
            _part = part.Bytes;
        }

        var read = Math.Min(buffer.Length, _part.Length);
        _part[..read].CopyTo(buffer);
        _part = _part[read..];
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("A file in the database is read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
