using System.Net;
using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Deliveries;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Subscriptions;

/// <summary>
/// Gives a person a new address. The new mailbox has to say so by a link; until then everything stays. What is answered
/// does not depend on whether the new address is known.
/// </summary>
internal sealed partial class ChangeAddress(
    OutreachDb db, SubscriptionMails mails, SignUpCaps caps, IOptions<SignUpOptions> options, DispatchSignal signal, TimeProvider clock,
    ILogger<ChangeAddress> logger)
{
    /// <summary>Asks the new mailbox.</summary>
    internal async Task<AddressOutcome> AskAsync(ContactId id, string typed, IPAddress? from, CancellationToken cancellationToken)
    {
        if (!MailAddress.TryParse(typed, out var address, out _))
            return AddressOutcome.Malformed;
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var contact = await db.Set<Contact>().AsNoTracking().SingleOrDefaultAsync(contact => contact.Id == id, cancellationToken);
        if (contact is null)
            return AddressOutcome.Missing;
        if (contact.Address == address)
            return AddressOutcome.Same;
        // Conditional on the time of the last one: of many at once only one is asked for.
        var before = now - options.Value.AddressCooldown;
        var token = Guid.CreateVersion7();
        if (!caps.TryTake(from) || await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO address_changes (contact_id, token, address, asked_at) VALUES ({id}, {token}, {address}, {now})
            ON CONFLICT (contact_id) DO UPDATE SET token = excluded.token, address = excluded.address, asked_at = excluded.asked_at
            WHERE address_changes.asked_at <= {before}
            """,
            cancellationToken) == 0)
            return AddressOutcome.TooSoon;

        mails.AskNewAddress(contact, address, token);
        mails.Schedule(cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        signal.Raise();
        return AddressOutcome.Asked;
    }

    /// <summary>Where a link leads: the person whose address it would change, and whether the address is somebody else's by now; null where it has run out.</summary>
    internal async Task<(Contact Contact, bool IsTaken)?> FindAsync(Guid token, CancellationToken cancellationToken)
    {
        var valid = clock.GetUtcNow() - options.Value.ConfirmWithin;
        var change = await db.Set<AddressChange>().AsNoTracking().SingleOrDefaultAsync(change => change.Token == token && change.AskedAt > valid, cancellationToken);
        if (change is null)
            return null;
        var normal = AddressNormalForm.Of(change.Address);
        var contact = await db.Set<Contact>().AsNoTracking().SingleAsync(contact => contact.Id == change.ContactId, cancellationToken);
        var isTaken = await db.Set<Contact>().AnyAsync(other => other.NormalAddress == normal && other.Id != change.ContactId, cancellationToken);
        return (contact, isTaken);
    }

    /// <summary>Makes the change that a link names. The caller has found it.</summary>
    /// <returns>False where somebody else has the address, or another click was first.</returns>
    internal async Task<bool> ConfirmAsync(Guid token, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var taken = await db.Set<AddressChange>().FromSql($"DELETE FROM address_changes WHERE token = {token} RETURNING *")
            .AsNoTracking().ToListAsync(cancellationToken);
        if (taken is not [var change])
            return false;
        var normal = AddressNormalForm.Of(change.Address);
        // Asked inside the statement; of two who want one address at once, the unique index lets one have it.
        var changed = await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE contacts SET address = {change.Address}, normal_address = {normal}, revision = revision + 1
            WHERE id = {change.ContactId} AND NOT EXISTS (SELECT 1 FROM contacts c WHERE c.normal_address = {normal} AND c.id <> {change.ContactId})
            """,
            cancellationToken);
        if (changed == 0)
            return false;
        await transaction.CommitAsync(cancellationToken);
        Log.Changed(logger, change.ContactId.Value);
        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Contact {Contact} has a new address")]
        internal static partial void Changed(ILogger logger, long contact);
    }
}

/// <summary>What came of asking for a new address.</summary>
internal enum AddressOutcome
{
    /// <summary>The new mailbox is asked.</summary>
    Asked,

    /// <summary>What was typed is no address.</summary>
    Malformed,

    /// <summary>It is the address that the person has.</summary>
    Same,

    /// <summary>The last one was asked for too short a time ago.</summary>
    TooSoon,

    /// <summary>The person is no more.</summary>
    Missing,
}
