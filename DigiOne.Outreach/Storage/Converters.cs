using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace DigiOne.Outreach.Storage;

internal sealed class GuidIdConverter<TId>() : ValueConverter<TId, Guid>(id => id.Value, value => Wrap(value))
    where TId : struct, IGuidId<TId>
{
    // An expression tree may not call a static abstract member itself.
    private static TId Wrap(Guid value) => TId.From(value);
}

internal sealed class GuidIdToBytesConverter<TId>()
    : ValueConverter<TId, byte[]>(id => id.Value.ToByteArray(true), value => Wrap(value))
    where TId : struct, IGuidId<TId>
{
    private static TId Wrap(byte[] value) => TId.From(new Guid(value, bigEndian: true));
}

internal sealed class LongIdConverter<TId>() : ValueConverter<TId, long>(id => id.Value, value => Wrap(value))
    where TId : struct, ILongId<TId>
{
    private static TId Wrap(long value) => TId.From(value);
}

internal sealed class GuidToBytesConverter()
    : ValueConverter<Guid, byte[]>(id => id.ToByteArray(true), value => new Guid(value, true));

/// <summary>SQLite compares text, not instants: microseconds since 1970 sort, compare, and equal PostgreSQL's precision.</summary>
internal sealed class InstantToMicrosecondsConverter()
    : ValueConverter<DateTimeOffset, long>(instant => Microseconds.Of(instant), value => Microseconds.ToInstant(value));

/// <summary>PostgreSQL's <c>timestamptz</c> takes only instants at offset zero.</summary>
internal sealed class InstantToUtcConverter()
    : ValueConverter<DateTimeOffset, DateTimeOffset>(instant => instant.ToUniversalTime(), instant => instant);
