using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Audience;

/// <summary>Recognises addresses of people who were erased.</summary>
internal sealed class ErasedAddresses(AddressHashes hashes, TimeProvider clock)
{
    /// <summary>
    /// Lets no erasure come between this and the end of the transaction: whoever makes contacts asks <see cref="AmongAsync"/>
    /// behind it, and nobody whom it does not name is erased before the contact is there. SQLite has one writer as it is.
    /// </summary>
    internal static Task HoldAsync(OutreachDb db, CancellationToken cancellationToken) => LockAsync(db, "SHARE", cancellationToken);

    /// <summary>Which of these addresses, in their normal form, belong to somebody who was erased.</summary>
    internal async Task<IReadOnlySet<string>> AmongAsync(OutreachDb db, IEnumerable<string> normalAddresses, CancellationToken cancellationToken)
    {
        // Most houses have never erased anybody: a million hashes for nothing.
        if (!await db.Set<ErasedAddress>().AnyAsync(cancellationToken))
            return new HashSet<string>();
        var asked = hashes.AllOf(normalAddresses).ToList();
        var wanted = asked.Select(address => address.Hash).ToArray();
        var known = await db.Set<ErasedAddress>().Where(erased => EF.Parameter(wanted).Contains(erased.Hash))
            .Select(erased => erased.Hash).ToHashSetAsync(cancellationToken);
        return asked.Where(address => known.Contains(address.Hash)).Select(address => address.Address).ToHashSet();
    }

    /// <summary>Begins an erasure in the caller's transaction: waits for those who hold erasures off, before any other row is taken.</summary>
    internal static Task BeginAsync(OutreachDb db, CancellationToken cancellationToken) => LockAsync(db, "ROW EXCLUSIVE", cancellationToken);

    /// <summary>Remembers an address as erased, with what it was suppressed for.</summary>
    internal async Task AddAsync(OutreachDb db, string normalAddress, IEnumerable<KeptSuppression> kept, CancellationToken cancellationToken)
    {
        List<KeptSuppression> all = [.. await LiftAsync(db, normalAddress, cancellationToken), .. kept];
        db.Add(new ErasedAddress
        {
            Hash = hashes.Of(normalAddress),
            ErasedAt = clock.GetUtcNow(),
            Kept = [.. all.DistinctBy(suppression => suppression.Reason)],
        });
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Forgets that an address was erased, and tells what waited behind its hash.</summary>
    internal async Task<IReadOnlyList<KeptSuppression>> LiftAsync(OutreachDb db, string normalAddress, CancellationToken cancellationToken)
    {
        var asked = hashes.AllOf([normalAddress]).Select(address => address.Hash).ToArray();
        var found = await db.Set<ErasedAddress>().AsNoTracking().Where(erased => asked.Contains(erased.Hash)).ToListAsync(cancellationToken);
        await db.Set<ErasedAddress>().Where(erased => asked.Contains(erased.Hash)).ExecuteDeleteAsync(cancellationToken);
        return [.. found.SelectMany(erased => erased.Kept)];
    }

    private static async Task LockAsync(OutreachDb db, string mode, CancellationToken cancellationToken)
    {
        var sql = $"LOCK TABLE erased_addresses IN {mode} MODE";
        if (db.Engine == StorageEngine.Postgres)
            await db.Database.ExecuteSqlRawAsync(sql, cancellationToken);
    }
}
