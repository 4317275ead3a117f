using System.Globalization;
using DigiOne.Outreach.Storage;

namespace DigiOne.Outreach.Audience;

/// <summary>
/// The attributes that the configuration declares. A value that was stored under another type of the attribute is as good as none.
/// </summary>
internal sealed class AttributeFields(ContactAttributes attributes) : ISegmentFields
{
    /// <summary>What their keys begin with.</summary>
    internal const string Prefix = "attributes.";

    /// <inheritdoc />
    public Task<IReadOnlyList<SegmentField>> AllAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<SegmentField>>([.. attributes.All.Select(Field)]);

    private static SegmentField Field(ContactAttribute attribute) => new()
    {
        Key = Prefix + attribute.Key,
        NameIn = attribute.NameIn,
        Choices = attribute.Choices.Keys.ToDictionary(choice => choice, choice => (Func<string, string>)(language => attribute.ChoiceIn(choice, language))),
        Value = attribute.Type switch
        {
            AttributeType.Number => SegmentValue.Number,
            AttributeType.Date => SegmentValue.Date,
            AttributeType.Boolean => SegmentValue.Boolean,
            AttributeType.Choice => SegmentValue.Choice,
            _ => SegmentValue.Text,
        },
        Operators = attribute.Type switch
        {
            AttributeType.Number or AttributeType.Date => [SegmentOperator.Is, SegmentOperator.Below, SegmentOperator.Above, SegmentOperator.IsSet],
            AttributeType.Boolean or AttributeType.Choice => [SegmentOperator.Is, SegmentOperator.IsSet],
            _ => [SegmentOperator.Is, SegmentOperator.Contains, SegmentOperator.StartsWith, SegmentOperator.IsSet],
        },
        Compile = (sql, with, values) => Compile(attribute, sql, with, values),
    };

    private static string Compile(ContactAttribute attribute, SegmentSql sql, SegmentOperator with, IReadOnlyList<string> values)
    {
        var postgres = sql.Engine == StorageEngine.Postgres;
        var (text, type) = postgres
            ? ($"(c.attributes::json ->> {sql.Value(attribute.Key)})", $"json_typeof(c.attributes::json -> {sql.Value(attribute.Key)})")
            : ($"json_extract(c.attributes, {sql.Value(Path(attribute.Key))})", $"json_type(c.attributes, {sql.Value(Path(attribute.Key))})");
        var stored = (attribute.Type, postgres) switch
        {
            (AttributeType.Number, true) => $"{type} = 'number'",
            (AttributeType.Number, false) => $"{type} IN ('integer', 'real')",
            (AttributeType.Boolean, true) => $"{type} = 'boolean'",
            (AttributeType.Boolean, false) => $"{type} IN ('true', 'false')",
            (_, true) => $"{type} = 'string'",
            _ => $"{type} = 'text'",
        };
        if (with == SegmentOperator.IsSet)
            return stored;

        var compared = attribute.Type switch
        {
            AttributeType.Number => Compare(with, postgres ? $"{text}::numeric" : text, values, value => Number(sql, value, postgres)),
            AttributeType.Date => Compare(with, text, values, value => Text(sql.Value(value), postgres)),
            AttributeType.Boolean => SegmentSql.OneOf(values, value => $"{(postgres ? text : type)} = {sql.Value(value)}"),
            _ => sql.Text(text, with, values),
        };
        // A CASE is looked at in its order, so that no text is read as a number.
        return $"CASE WHEN {stored} THEN {compared} ELSE FALSE END";
    }

    private static string Compare(SegmentOperator with, string left, IReadOnlyList<string> values, Func<string, string> right) => with switch
    {
        SegmentOperator.Below => $"{left} < {right(values[0])}",
        SegmentOperator.Above => $"{left} > {right(values[0])}",
        _ => SegmentSql.OneOf(values, value => $"{left} = {right(value)}"),
    };

    // Days are compared as they stand, whatever order of letters the database has.
    private static string Text(string parameter, bool postgres) => postgres ? $"{parameter} COLLATE \"C\"" : parameter;

    // SQLite stores decimals as text, which is greater than every number.
    private static string Number(SegmentSql sql, string value, bool postgres) => postgres
        ? sql.Value(decimal.Parse(value, CultureInfo.InvariantCulture))
        : sql.Value(double.Parse(value, CultureInfo.InvariantCulture));

    private static string Path(string key) => $"$.\"{key}\"";
}
