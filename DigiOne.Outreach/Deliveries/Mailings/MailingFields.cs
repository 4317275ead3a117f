using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigiOne.Outreach.Deliveries;

/// <summary>
/// What segments may ask of mail: what the next hop took or refused for good. Nothing is known of whether anybody read it, and nothing
/// is asked.
/// </summary>
internal sealed class MailingFields(IDbContextFactory<OutreachDb> databases) : ISegmentFields
{
    private const int MostMailings = 100;

    /// <inheritdoc />
    public async Task<IReadOnlyList<SegmentField>> AllAsync(CancellationToken cancellationToken)
    {
        await using var db = databases.CreateDbContext();
        var mailings = await db.Set<Mailing>().Where(mailing => mailing.Lane == Lane.Bulk && mailing.ActivatedAt != null)
            .OrderByDescending(mailing => mailing.ActivatedAt).Take(MostMailings).Select(mailing => new { mailing.Id, mailing.Name }).ToListAsync(cancellationToken);
        return
        [
            Within("received", DeliveryState.Accepted),
            Within("rejected", DeliveryState.Rejected),
            new SegmentField
            {
                Key = "mailing",
                Value = SegmentValue.Choice,
                ReadOther = text => Guid.TryParse(text, out var id) ? id.ToString() : null,
                Operators = [SegmentOperator.Is],
                Choices = mailings.ToDictionary(mailing => mailing.Id.ToString(), mailing => (Func<string, string>)(_ => mailing.Name)),
                Compile = (sql, _, values) => SegmentSql.OneOf(
                    values, value => $"EXISTS ({Deliveries(DeliveryState.Accepted)} AND d.mailing_id = {sql.Value(new MailingId(Guid.Parse(value)))})"),
            },
        ];
    }

    private static SegmentField Within(string key, DeliveryState state) => new()
    {
        Key = key,
        Value = SegmentValue.Days,
        Operators = [SegmentOperator.WithinDays],
        Compile = (sql, with, values) => $"EXISTS ({Deliveries(state)} AND {sql.Instant("d.settled_at", with, values)})",
    };

    private static string Deliveries(DeliveryState state) => $"SELECT 1 FROM deliveries d WHERE d.contact_id = c.id AND d.state = '{state}'";
}
