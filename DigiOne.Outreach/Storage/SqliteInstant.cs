namespace DigiOne.Outreach.Storage;

/// <summary>How an instant stands in SQLite: whole microseconds since 1970-01-01T00:00Z.</summary>
internal static class SqliteInstant
{
    internal static long ToMicroseconds(DateTimeOffset instant) =>
        (instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    internal static DateTimeOffset From(long microseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);
}
