using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Web.Compose;
using DigiOne.Outreach.Web.Words;
using Microsoft.Extensions.Localization;

namespace DigiOne.Outreach.Web.Admin.Audience;

/// <summary>A list as it stands in its form: everything typed, right or wrong.</summary>
public sealed record ListForm
{
    internal string Key { get; init; } = "";

    internal IReadOnlyDictionary<string, string> Names { get; init; } = new Dictionary<string, string>();

    internal IReadOnlyDictionary<string, string> Descriptions { get; init; } = new Dictionary<string, string>();

    internal string Basis { get; init; } = nameof(LegalBasis.Consent);

    internal bool IsPublic { get; init; }

    internal bool NeedsConfirmation { get; init; } = true;

    internal int Revision { get; init; }

    /// <summary>What its field is called in which the name in a language stands.</summary>
    internal static string NameLabel(IStringLocalizer<AudienceWords> text, string language) => $"{text["List.Name"]} ({ContentLanguage.NameOf(language)})";

    /// <summary>What its field is called in which the description in a language stands.</summary>
    internal static string DescriptionLabel(IStringLocalizer<AudienceWords> text, string language) => $"{text["Description"]} ({ContentLanguage.NameOf(language)})";

    /// <summary>The field that a use case's path means, and what it is called.</summary>
    internal static (string Field, string Label) Label(IStringLocalizer<AudienceWords> text, string path, IList<string> languages) => path.Split('.') switch
    {
        ["descriptions", var language] => (path, DescriptionLabel(text, language)),
        ["names", var language] => (path, NameLabel(text, language)),
        // None at all: any one would do.
        ["names"] => ($"names.{languages[0]}", text["List.Name"]),
        _ => (path, text["Key"]),
    };

    internal static ListForm Of(ContactList list) => new()
    {
        Key = list.Key,
        Names = list.Names,
        Descriptions = list.Descriptions,
        Basis = list.LegalBasis.ToString(),
        IsPublic = list.IsPublic,
        NeedsConfirmation = list.NeedsConfirmation,
        Revision = list.Revision,
    };

    internal static ListForm From(Posted form, IEnumerable<string> languages) => new()
    {
        Key = form["key"].Trim(),
        // A name in any one language is enough.
        Names = languages.Select(language => (language, Name: form[$"names.{language}"])).Where(name => !string.IsNullOrWhiteSpace(name.Name))
            .ToDictionary(name => name.language, name => name.Name),
        Descriptions = languages.ToDictionary(language => language, language => form[$"descriptions.{language}"]),
        Basis = form["basis"],
        IsPublic = form.IsTicked("isPublic"),
        NeedsConfirmation = form.IsTicked("needsConfirmation"),
        Revision = form.Revision,
    };

    /// <summary>What is handed in; null where the basis is none that there is.</summary>
    internal ListDraft? ToDraft(string? key = null) => Enum.TryParse<LegalBasis>(Basis, out var basis) && Enum.IsDefined(basis)
        ? new ListDraft
        {
            Key = key ?? Key,
            Names = Names,
            Descriptions = Descriptions,
            LegalBasis = basis,
            IsPublic = IsPublic,
            NeedsConfirmation = NeedsConfirmation,
        }
        : null;
}
