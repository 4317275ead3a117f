using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Rendering;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Renders each variant once for nobody in particular: a template that fails is refused while a person is looking.</summary>
internal sealed class TryContent(MailRenderer renderer, IOptions<OrganisationOptions> organisation)
{
    /// <exception cref="TemplateException">A variant cannot be rendered.</exception>
    internal IReadOnlyDictionary<string, RenderedMail> Execute(MailingDraft draft, CancellationToken cancellationToken) =>
        Execute(draft, list: null, cancellationToken);

    /// <summary>The same for eyes, which look for the name of the list.</summary>
    /// <exception cref="TemplateException">A variant cannot be rendered.</exception>
    internal IReadOnlyDictionary<string, RenderedMail> Execute(MailingDraft draft, ContactList? list, CancellationToken cancellationToken) =>
        draft.Variants.ToDictionary(
            variant => variant.Key,
            variant => renderer.Render(
                draft.Template,
                variant.Key,
                RecipientData.Fill(variant.Value.Data, organisation.Value, Nobody(variant.Key, draft.Lists.Count == 0 ? null : list?.NameIn(variant.Key) ?? "")),
                cancellationToken));

    /// <summary>What the made-up recipient is called.</summary>
    internal const string NobodysName = "Maija Meikäläinen";

    /// <summary>A made-up recipient, on a list of this name or, where it is null, on none.</summary>
    internal static RecipientFields Nobody(string language, string? listName) => new(
        NobodysName,
        "maija.meikalainen@example.org",
        language,
        Municipality: null,
        ListName: listName,
        Unsubscribe: listName is null ? null : "https://example.org/u/");
}
