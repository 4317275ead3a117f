using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Newsletters;

/// <summary>Newsletters that are not scheduled yet name their segment; those that are carry its filter with them.</summary>
internal sealed class DraftsOfSegment(OutreachDb db) : ISegmentUse
{
    /// <inheritdoc />
    public Task<bool> IsUsedAsync(SegmentId id, CancellationToken cancellationToken) =>
        db.Set<Campaign>().AnyAsync(campaign => campaign.SegmentId == id && campaign.MailingId == null, cancellationToken);
}
