using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Audience.Import;

/// <summary>The one place that says whom no import brings onto a list.</summary>
internal static class KeptOut
{
    /// <summary>Those of these addresses that are suppressed, whether anybody is known by them or not.</summary>
    /// <param name="db">The database, as of now.</param>
    /// <param name="addresses">Addresses in normal form.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal static Task<HashSet<string>> AmongAsync(OutreachDb db, string[] addresses, CancellationToken cancellationToken) =>
        // As one array, not as hundreds of parameters.
        db.Set<Suppression>().Where(suppression => EF.Parameter(addresses).Contains(suppression.NormalAddress))
            .Select(suppression => suppression.NormalAddress).ToHashSetAsync(cancellationToken);
}
