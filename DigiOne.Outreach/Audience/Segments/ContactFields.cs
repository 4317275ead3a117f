using DigiOne.Outreach.Configuration;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Audience;

/// <summary>What stands in a contact's own fields.</summary>
internal sealed class ContactFields(IOptions<OrganisationOptions> organisation) : ISegmentFields
{
    private static readonly SegmentOperator[] Texts = [SegmentOperator.Is, SegmentOperator.Contains, SegmentOperator.StartsWith, SegmentOperator.IsSet];

    /// <inheritdoc />
    public Task<IReadOnlyList<SegmentField>> AllAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<SegmentField>>(
    [
        new SegmentField
        {
            Key = "language",
            Value = SegmentValue.Choice,
            Operators = [SegmentOperator.Is],
            Choices = organisation.Value.Languages.ToDictionary(language => language, language => (Func<string, string>)(_ => language)),
            Compile = (sql, _, values) => SegmentSql.OneOf(values, value => $"c.language = {sql.Value(value)}"),
        },
        new SegmentField
        {
            Key = "municipality",
            Value = SegmentValue.Choice,
            Operators = [SegmentOperator.Is, SegmentOperator.IsSet],
            Choices = Municipalities.All.ToDictionary(municipality => municipality.Code, municipality => (Func<string, string>)municipality.NameIn),
            // Spreadsheets eat leading zeros.
            ReadOther = text => Municipalities.TryFind(text, out var municipality) ? municipality.Code : null,
            Compile = (sql, with, values) => with == SegmentOperator.IsSet
                ? "c.municipality IS NOT NULL"
                : SegmentSql.OneOf(values, value => $"c.municipality = {sql.Value(value)}"),
        },
        Text("organisation"),
        Text("role"),
        Text("name"),
        Text("address"),
        new SegmentField
        {
            Key = "known",
            Value = SegmentValue.Date,
            Operators = [SegmentOperator.Below, SegmentOperator.Above, SegmentOperator.WithinDays],
            Compile = (sql, with, values) => sql.Instant("c.created_at", with, values),
        },
        new SegmentField
        {
            Key = "paused",
            Value = SegmentValue.Boolean,
            Operators = [SegmentOperator.Is],
            Compile = (sql, _, values) => SegmentSql.OneOf(values, value => $"(c.paused_until > {sql.Value(sql.Now)}) IS {(value == "true" ? "" : "NOT ")}TRUE"),
        },
    ]);

    private static SegmentField Text(string key) => new()
    {
        Key = key,
        Value = SegmentValue.Text,
        Operators = Texts,
        Compile = (sql, with, values) => sql.Text($"c.{key}", with, values),
    };
}
