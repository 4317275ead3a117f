using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Subscriptions;

/// <summary>Forgets forms of an erased person that are not dealt with yet. What else is here goes with the contact.</summary>
internal sealed class ForgetSignUps : IPersonalData
{
    /// <inheritdoc />
    public string Kind => "signUps";

    /// <inheritdoc />
    public Task<int> ForgetAsync(OutreachDb db, ContactId contact, string normalAddress, CancellationToken cancellationToken) =>
        db.Set<SignUp>().Where(form => form.NormalAddress == normalAddress).ExecuteDeleteAsync(cancellationToken);
}
