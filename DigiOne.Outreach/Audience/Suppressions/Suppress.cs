using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Audience;

/// <summary>
/// Keeps mail from an address for a reason. Doing it again changes nothing: the first time keeps its date and its words.
/// When it has answered, no message that the reason keeps back goes out any more, but for one inside its SMTP transaction.
/// </summary>
internal sealed class Suppress(IDbContextFactory<OutreachDb> databases, TimeProvider clock)
{
    /// <summary>Suppresses it.</summary>
    /// <param name="normalAddress">The address in its normal form (<see cref="AddressNormalForm"/>).</param>
    /// <param name="reason">Why.</param>
    /// <param name="origin">How it came to us; of its texts, what does not fit is cut off.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether it was not suppressed for this reason before.</returns>
    internal async Task<bool> ExecuteAsync(
        string normalAddress, SuppressionReason reason, SuppressionOrigin origin, CancellationToken cancellationToken)
    {
        await using var db = databases.CreateDbContext();
        return await ExecuteAsync(db, normalAddress, reason, origin, cancellationToken);
    }

    /// <summary>Suppresses it inside the caller's transaction.</summary>
    internal Task<bool> ExecuteAsync(
        OutreachDb db, string normalAddress, SuppressionReason reason, SuppressionOrigin origin, CancellationToken cancellationToken)
    {
        var cause = new SuppressionCause
        {
            Since = clock.GetUtcNow(),
            Source = origin.Source,
            By = Fit(origin.By, SuppressionCause.LongestBy),
            Note = Fit(origin.Note, SuppressionCause.LongestNote),
        };
        return NoteAsync(db, normalAddress, reason, cause, cancellationToken);
    }

    /// <summary>Notes what is known already, with its own date.</summary>
    internal static async Task<bool> NoteAsync(
        OutreachDb db, string normalAddress, SuppressionReason reason, SuppressionCause cause, CancellationToken cancellationToken)
    {
        var name = SuppressionMatrix.ColumnsOf(reason);
        // One statement, which two at once cannot break.
        var sql = $"INSERT INTO suppressions (normal_address, {name}_since, {name}_source, {name}_by, {name}_note) VALUES ({{0}}, {{1}}, {{2}}, {{3}}, {{4}}) "
            + $"ON CONFLICT (normal_address) DO UPDATE SET {name}_since = excluded.{name}_since, {name}_source = excluded.{name}_source, "
            + $"{name}_by = excluded.{name}_by, {name}_note = excluded.{name}_note WHERE suppressions.{name}_since IS NULL";
        return await db.Database.ExecuteSqlRawAsync(
            sql, [normalAddress, cause.Since, cause.Source.ToString(), cause.By!, cause.Note!], cancellationToken) > 0;
    }

    private static string? Fit(string? text, int longest)
    {
        var clean = CleanText.Of(text ?? "");
        return clean.Length == 0 ? null : clean.Length <= longest ? clean : $"{clean.AsSpan(0, longest - 1)}…";
    }
}
