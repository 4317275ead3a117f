using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Audience;

/// <summary>Keeps the words that somebody agrees to, once for all who agree to the same.</summary>
internal sealed class KeepWording(TimeProvider clock)
{
    /// <summary>The id of these words, inside the caller's transaction. Whoever is second finds the first one's.</summary>
    /// <param name="db">Holds the transaction.</param>
    /// <param name="version">Which version; at most 64 characters, without line breaks.</param>
    /// <param name="language">BCP 47 language.</param>
    /// <param name="text">The words as they were shown.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<WordingId> ExecuteAsync(OutreachDb db, string version, string language, string text, CancellationToken cancellationToken)
    {
        var wording = new Wording
        {
            Version = version,
            Language = language,
            Text = text,
            Hash = Wording.HashOf(version, language, text),
            CreatedAt = clock.GetUtcNow(),
        };
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO wordings (id, version, language, text, hash, created_at)
            VALUES ({wording.Id}, {wording.Version}, {wording.Language}, {wording.Text}, {wording.Hash}, {wording.CreatedAt})
            ON CONFLICT (hash) DO NOTHING
            """,
            cancellationToken);
        return await db.Set<Wording>().Where(known => known.Hash == wording.Hash).Select(known => known.Id).SingleAsync(cancellationToken);
    }
}
