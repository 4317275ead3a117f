namespace DigiOne.Outreach.Storage;

/// <summary>
/// An id of something that people make (a mailing, a campaign, a session): version 7, so that an index grows at its end
/// and the maker knows the id before the row is written.
/// </summary>
/// <typeparam name="TSelf">The id's own type.</typeparam>
public interface IGuidId<TSelf>
    where TSelf : struct, IGuidId<TSelf>
{
    /// <summary>The value as stored: <c>uuid</c> on PostgreSQL, 16 bytes in big-endian order on SQLite.</summary>
    Guid Value { get; }

    /// <summary>Wraps a stored value.</summary>
    static abstract TSelf From(Guid value);
}

/// <summary>
/// An id of a row that comes by the million (a contact, a delivery): 64 bits given by the database, which lets one
/// <c>INSERT ... SELECT</c> make them and lets key ranges divide the work.
/// </summary>
/// <typeparam name="TSelf">The id's own type.</typeparam>
public interface ILongId<TSelf>
    where TSelf : struct, ILongId<TSelf>
{
    /// <summary>The value as stored, from 1 up.</summary>
    long Value { get; }

    /// <summary>Wraps a stored value.</summary>
    static abstract TSelf From(long value);
}
