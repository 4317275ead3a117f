namespace DigiOne.Outreach.Audience;

/// <summary>Each list: who is on it, since when, and who has left it.</summary>
internal sealed class ListFields(Lists lists) : ISegmentFields
{
    /// <summary>What their keys begin with.</summary>
    internal const string Prefix = "lists.";

    /// <inheritdoc />
    public async Task<IReadOnlyList<SegmentField>> AllAsync(CancellationToken cancellationToken) =>
    [
        .. (await lists.NamesAsync(cancellationToken)).Select(list => new SegmentField
        {
            Key = Prefix + list.Key,
            NameIn = list.NameIn,
            Value = SegmentValue.None,
            Operators = [SegmentOperator.IsOn, SegmentOperator.HasLeft, SegmentOperator.JoinedBefore, SegmentOperator.JoinedAfter],
            Compile = (sql, with, values) =>
                $"EXISTS (SELECT 1 FROM subscriptions ls WHERE ls.list_id = {sql.Value(list.Id)} AND ls.contact_id = c.id AND ls.unsubscribed_at IS {(with == SegmentOperator.HasLeft ? "NOT " : "")}NULL{Joined(sql, with, values)})",
        }),
    ];

    private static string Joined(SegmentSql sql, SegmentOperator with, IReadOnlyList<string> values) => with switch
    {
        SegmentOperator.JoinedBefore => $" AND ls.subscribed_at < {sql.Day(values[0])}",
        SegmentOperator.JoinedAfter => $" AND ls.subscribed_at >= {sql.Day(values[0], 1)}",
        _ => "",
    };
}
