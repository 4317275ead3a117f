using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Audience.Import;

/// <summary>The one place that says whom no import brings onto a list.</summary>
internal sealed class KeptOut(ErasedAddresses erased)
{
    /// <summary>Lets nobody be erased between this and the end of the caller's transaction.</summary>
    internal static Task HoldAsync(OutreachDb db, CancellationToken cancellationToken) => ErasedAddresses.HoldAsync(db, cancellationToken);

    /// <summary>Those of these addresses that are suppressed, for whatever reason.</summary>
    /// <param name="db">The database, as of now.</param>
    /// <param name="addresses">Addresses in normal form.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal static Task<HashSet<string>> SuppressedAsync(OutreachDb db, string[] addresses, CancellationToken cancellationToken) =>
        // As one array, not as hundreds of parameters.
        db.Set<Suppression>().Where(suppression => EF.Parameter(addresses).Contains(suppression.NormalAddress))
            .Select(suppression => suppression.NormalAddress).ToHashSetAsync(cancellationToken);

    /// <summary>Those of these addresses, by which nobody is known, of people who were erased.</summary>
    internal Task<IReadOnlySet<string>> ErasedAsync(OutreachDb db, IEnumerable<string> strangers, CancellationToken cancellationToken) =>
        erased.AmongAsync(db, strangers, cancellationToken);
}
