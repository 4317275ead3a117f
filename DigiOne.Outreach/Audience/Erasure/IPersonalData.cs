using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Audience;

/// <summary>
/// What a slice knows of people beyond their contact. It forgets a person when the person is erased: inside that transaction,
/// after the contact's own row is gone, once. What it fails at undoes the erasure.
/// </summary>
internal interface IPersonalData
{
    /// <summary>What it holds, one word in English for the receipt.</summary>
    string Kind { get; }

    /// <summary>Forgets the person; numbers may stay where they name nobody.</summary>
    /// <param name="db">Holds the transaction.</param>
    /// <param name="contact">Who it was.</param>
    /// <param name="normalAddress">The person's address in its normal form.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How many records knew the person.</returns>
    Task<int> ForgetAsync(OutreachDb db, ContactId contact, string normalAddress, CancellationToken cancellationToken);
}
