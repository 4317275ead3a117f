using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Timing;

namespace DigiOne.Outreach.Audience;

/// <summary>The segment that an audience is narrowed by, as a condition of SQL about the contact <c>c</c>.</summary>
internal sealed class AudienceSegment(SegmentFields fields, LocalTime zone)
{
    /// <summary>Makes the condition.</summary>
    /// <param name="filter">The filter as it was stored; null for everybody.</param>
    /// <param name="engine">For which engine.</param>
    /// <param name="now">The instant that it is about: the same for all ranges of one audience.</param>
    /// <param name="firstParameter">The number of its first parameter.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<(string Condition, IReadOnlyList<object> Values)> OfAsync(
        string? filter, StorageEngine engine, DateTimeOffset now, int firstParameter, CancellationToken cancellationToken)
    {
        if (filter is null)
            return ("TRUE", []);
        var sql = new SegmentSql(engine, now, zone, firstParameter);
        return (await fields.CompileAsync(SegmentJson.Read(filter), sql, cancellationToken), sql.Values);
    }
}
