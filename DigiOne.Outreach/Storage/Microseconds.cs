namespace DigiOne.Outreach.Storage;

/// <summary>An instant as whole microseconds since 1970-01-01T00:00Z: as it stands in SQLite, and as raw SQL hands it over.</summary>
internal static class Microseconds
{
    internal static long Of(DateTimeOffset instant) =>
        (instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    internal static DateTimeOffset ToInstant(long microseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);
}
