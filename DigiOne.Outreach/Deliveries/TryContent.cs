using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Rendering;
using Microsoft.Extensions.Options;

namespace DigiOne.Outreach.Deliveries;

/// <summary>Renders each variant once for nobody in particular: a template that fails is refused while a person is looking.</summary>
internal sealed class TryContent(MailRenderer renderer, IOptions<OrganisationOptions> organisation)
{
    /// <exception cref="TemplateException">A variant cannot be rendered.</exception>
    internal IReadOnlyDictionary<string, RenderedMail> Execute(MailingDraft draft, CancellationToken cancellationToken) =>
        draft.Variants.ToDictionary(
            variant => variant.Key,
            variant => renderer.Render(
                draft.Template,
                variant.Key,
                RecipientData.Fill(variant.Value.Data, organisation.Value, Nobody(variant.Key, draft.List is not null)),
                cancellationToken));

    private static RecipientFields Nobody(string language, bool fromList) => new(
        "Maija Meikäläinen",
        "maija.meikalainen@example.org",
        language,
        Municipality: null,
        ListName: fromList ? "" : null,
        Unsubscribe: fromList ? new Uri("https://example.org/u/") : null);
}
