namespace DigiOne.Outreach.Audience;

/// <summary>What is known of contacts beyond the fixed fields: section <c>Attributes</c>, by key.</summary>
public sealed class AttributeOptions
{
    /// <summary>What kind of value it takes. Default text.</summary>
    public AttributeType Type { get; set; } = AttributeType.Text;

    /// <summary>What people read, per language. Default: the key.</summary>
    public Dictionary<string, string> Names { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What may be chosen, by the word that is stored; only for <see cref="AttributeType.Choice"/>. Default none.</summary>
    public Dictionary<string, AttributeChoiceOptions> Choices { get; set; } = new(StringComparer.OrdinalIgnoreCase);
}

/// <summary>One thing to choose.</summary>
public sealed class AttributeChoiceOptions
{
    /// <summary>What people read, per language. Default: the word that is stored.</summary>
    public Dictionary<string, string> Names { get; set; } = new(StringComparer.OrdinalIgnoreCase);
}

/// <summary>The kind of an attribute's value.</summary>
public enum AttributeType
{
    /// <summary>A line of text.</summary>
    Text,

    /// <summary>A decimal number.</summary>
    Number,

    /// <summary>A day.</summary>
    Date,

    /// <summary>Yes or no.</summary>
    Boolean,

    /// <summary>One of some words.</summary>
    Choice,
}

/// <summary>What the audience needs to know of the settings.</summary>
public sealed class AudienceOptions
{
    /// <summary>Attributes by key.</summary>
    public IReadOnlyDictionary<string, AttributeOptions> Attributes { get; init; } = new Dictionary<string, AttributeOptions>();
}
