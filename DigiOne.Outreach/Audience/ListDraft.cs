namespace DigiOne.Outreach.Audience;

/// <summary>A list as a person or a program hands it in.</summary>
public sealed record ListDraft
{
    /// <summary>Key: see <see cref="ListKey.Rule"/>.</summary>
    public required string Key { get; init; }

    /// <summary>The name that people read, per language; 1 to 300 characters each.</summary>
    public required IReadOnlyDictionary<string, string> Names { get; init; }

    /// <summary>Why its people may be written to. Default consent.</summary>
    public LegalBasis LegalBasis { get; init; } = LegalBasis.Consent;

    /// <summary>What one gets who subscribes, per language; at most 1,000 characters each. Default none.</summary>
    public IReadOnlyDictionary<string, string> Descriptions { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether anybody may find it on the public pages and subscribe. Default false.</summary>
    public bool IsPublic { get; init; }

    /// <summary>Whether who subscribes by a form confirms it by a mail first. Default: where the basis is consent.</summary>
    public bool? NeedsConfirmation { get; init; }

    /// <summary>Whether who gets onto it by the public pages is welcomed by a mail. Default false.</summary>
    public bool Welcomes { get; init; }

    /// <summary>The same without what could hide in it, and without empty descriptions.</summary>
    internal ListDraft Clean() => this with
    {
        Names = Names.ToDictionary(name => name.Key, name => CleanText.Of(name.Value ?? "")),
        Descriptions = Descriptions.Select(description => (description.Key, Text: CleanText.Of(description.Value ?? "")))
            .Where(description => description.Text.Length > 0).ToDictionary(description => description.Key, description => description.Text),
    };

    /// <summary>Puts all but the key into a list.</summary>
    internal void Fill(ContactList list)
    {
        list.Names = Names;
        list.Descriptions = Descriptions;
        list.LegalBasis = LegalBasis;
        list.IsPublic = IsPublic;
        list.Welcomes = Welcomes;
        list.NeedsConfirmation = NeedsConfirmation ?? LegalBasis == LegalBasis.Consent;
    }
}
