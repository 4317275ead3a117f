using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Audience;

/// <summary>The attributes that the configuration declares, and the one place where their values are judged.</summary>
internal sealed class ContactAttributes(IOptions<AudienceOptions> options)
{
    /// <summary>The longest text.</summary>
    internal const int LongestText = 300;

    private const NumberStyles Number = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
    private static readonly string[] Days = ["yyyy-MM-dd", "d.M.yyyy"];
    private static readonly HashSet<string> Yes = new(StringComparer.OrdinalIgnoreCase) { "true", "yes", "kyllä", "ja", "1", "x" };
    private static readonly HashSet<string> No = new(StringComparer.OrdinalIgnoreCase) { "false", "no", "ei", "nej", "0" };

    /// <summary>All of them, in the order of keys.</summary>
    internal IReadOnlyList<ContactAttribute> All { get; } =
        [.. options.Value.Attributes.Select(entry => ContactAttribute.Of(entry.Key, entry.Value)).OrderBy(attribute => attribute.Key, StringComparer.Ordinal)];

    /// <summary>Reads a value as people type it, in Finnish, Swedish or English.</summary>
    /// <param name="attribute">Which attribute.</param>
    /// <param name="text">Clean text (<see cref="CleanText"/>) that is not empty.</param>
    /// <param name="value">The value as it is stored: a JSON text, number or boolean; days as <c>2027-03-01</c>.</param>
    internal static bool TryRead(ContactAttribute attribute, string text, out JsonElement value)
    {
        object? read = attribute.Type switch
        {
            AttributeType.Number => decimal.TryParse(text.Replace(',', '.'), Number, CultureInfo.InvariantCulture, out var number) ? (object)number : null,
            AttributeType.Date => DateOnly.TryParseExact(text, Days, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null,
            AttributeType.Boolean => Yes.Contains(text) ? (object)true : No.Contains(text) ? false : null,
            AttributeType.Choice => ChoiceOf(attribute, text),
            _ => text.Length <= LongestText ? text : null,
        };
        value = read is null ? default : JsonSerializer.SerializeToElement(read);
        return read is not null;
    }

    /// <summary>What would be right, in English.</summary>
    internal static string Rule(ContactAttribute attribute) => attribute.Type switch
    {
        AttributeType.Number => "a number such as 12.5",
        AttributeType.Date => "a day such as 2027-03-01 or 1.3.2027",
        AttributeType.Boolean => "yes or no",
        AttributeType.Choice => $"one of {string.Join(", ", attribute.Choices.Keys.Order(StringComparer.Ordinal))}",
        _ => $"a text of at most {LongestText} characters",
    };

    /// <summary>A stored value as it is typed; empty where there is none.</summary>
    internal static string TextOf(ContactAttribute attribute, IReadOnlyDictionary<string, JsonElement> values) =>
        !values.TryGetValue(attribute.Key, out var value) ? ""
        : value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    // By the word that is stored, or by its name in any language.
    private static string? ChoiceOf(ContactAttribute attribute, string text) =>
        attribute.Choices.Where(choice => choice.Key.Equals(text, StringComparison.OrdinalIgnoreCase)
                || choice.Value.Values.Contains(text, StringComparer.OrdinalIgnoreCase))
            .Select(choice => choice.Key).FirstOrDefault();
}
